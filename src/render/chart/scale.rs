//! Round figures for an axis.

use super::Unit;

/// Marks from 0 to the first one at or above `most`, at most six: tens for counts and shares, hours for time.
pub(super) fn ticks(most: f64, unit: Unit) -> Vec<f64> {
    let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
    let step = match unit {
        Unit::Share if most <= 1.0 => 0.25,
        Unit::Share if most <= 2.0 => 0.5,
        Unit::Share | Unit::Count => round(most / 5.0, 1.0),
        Unit::Seconds => hours(most / 5.0),
    };
    // A share's rounding error of a billionth is no further step.
    let count = (most / step - 1e-9).ceil().max(1.0) as usize;
    (0..=count).map(|nth| nth as f64 * step).collect()
}

/// The least of 1, 2, 5, 10, 20 … times `unit` that is at least `least`.
fn round(least: f64, unit: f64) -> f64 {
    let mut power = unit;
    loop {
        for times in [1.0, 2.0, 5.0] {
            if power * times >= least {
                return power * times;
            }
        }
        power *= 10.0;
    }
}

fn hours(least: f64) -> f64 {
    let minutes = [5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 240.0, 480.0];
    match minutes.iter().find(|m| *m * 60.0 >= least) {
        Some(minutes) => minutes * 60.0,
        None => round(least, 36_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_marked_at_round_figures() {
        assert_eq!(ticks(1.0, Unit::Share), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(ticks(2.0, Unit::Share), [0.0, 0.5, 1.0, 1.5, 2.0]);
        assert_eq!(ticks(0.0, Unit::Count), [0.0, 1.0]);
        assert_eq!(ticks(3.0, Unit::Count), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(43.0, Unit::Count), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(ticks(3.5 * 3600.0, Unit::Seconds), [0.0, 3600.0, 7200.0, 10_800.0, 14_400.0]);
        assert_eq!(ticks(f64::NAN, Unit::Count), [0.0, 1.0]);
        assert!(ticks(1e15, Unit::Seconds).len() <= 6);
    }
}
