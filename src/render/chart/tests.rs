use super::*;

fn chart(name: &str) -> Chart {
    let weeks = ["02/11", "09/11", name].map(str::to_owned).to_vec();
    let mut chart = Chart::over("one", weeks, Unit::Share).titled(name, "From 100% down to 50%");
    chart.line(name, &[Some(1.0), None, Some(0.5)]);
    chart.columns(&[("In", GOOD, vec![0.5, 0.0, 0.25]), ("Out", LATE, vec![0.5, 0.0, 0.25])], true);
    chart.bar = Some((0.9, name.to_owned()));
    chart
}

fn parse(svg: &str) -> roxmltree::Document<'_> {
    roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}:\n{svg}"))
}

#[test]
fn a_picture_says_what_it_shows_and_bears_no_colours_fonts_or_addresses() {
    for width in [Width::Wide, Width::Narrow] {
        let svg = chart("16/11").svg(width, Locale::default());
        let tree = parse(&svg);
        let root = tree.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let named: Vec<&str> = root.attribute("aria-labelledby").unwrap().split(' ').collect();
        let texts: Vec<_> = root
            .children()
            .filter(|node| node.attribute("id").is_some_and(|id| named.contains(&id)))
            .map(|node| (node.tag_name().name(), node.text().unwrap_or_default()))
            .collect();
        assert_eq!(texts, [("title", "16/11"), ("desc", "From 100% down to 50%")]);
        for node in tree.descendants() {
            for attribute in node.attributes() {
                let known = ["font-family", "font-size", "style", "href", "xmlns", "opacity"];
                assert!(!known.contains(&attribute.name()), "{attribute:?}");
                assert!(!attribute.value().contains('#'), "{attribute:?}");
            }
        }
    }
}

#[test]
fn text_of_others_stays_text() {
    let hostile = "</text><script>x</script>\" fill=\"#00000A\" & \u{202e}\u{1b}";
    let svg = chart(hostile).svg(Width::Wide, Locale::default());
    let tree = parse(&svg);
    assert!(tree.descendants().all(|node| node.tag_name().name() != "script"));
    let shown = |node: roxmltree::Node| {
        node.text().is_some_and(|t| t.contains("<script>x</script>\" fill=\"#00000A\""))
    };
    assert!(tree.descendants().filter(roxmltree::Node::is_element).filter(|node| shown(*node)).count() >= 2);
    assert!(!svg.contains('\u{202e}') && !svg.contains('\u{1b}'));
}

#[test]
fn a_gap_in_a_line_stays_a_gap() {
    let mut gap = Chart::over("g", vec![String::new(); 4], Unit::Count);
    gap.line("n", &[Some(1.0), Some(2.0), None, Some(3.0)]);
    let svg = gap.svg(Width::Wide, Locale::default());
    let tree = parse(&svg);
    let lines = tree.descendants().filter(|node| node.attribute("class") == Some("s10"));
    let points: Vec<usize> =
        lines.map(|node| node.attribute("points").unwrap().split_whitespace().count()).collect();
    assert_eq!(points, [2], "two points joined, the one behind the gap alone");
    assert_eq!(tree.descendants().filter(|node| node.tag_name().name() == "circle").count(), 3);
}

#[test]
fn columns_stand_on_each_other_or_beside_each_other() {
    let mut stacked = Chart::over("s", vec!["a".to_owned()], Unit::Count);
    stacked.columns(&[("x", 0, vec![2.0]), ("y", 1, vec![3.0])], true);
    assert_eq!(stacked.series[1].marks, Marks::Columns(vec![[-0.32, 0.32, 2.0, 5.0]]));
    let mut beside = Chart::over("b", vec!["a".to_owned()], Unit::Count);
    beside.columns(&[("x", 0, vec![2.0]), ("y", 1, vec![3.0])], false);
    assert_eq!(beside.series[1].marks, Marks::Columns(vec![[0.0, 0.38, 0.0, 3.0]]));
}

#[test]
fn marks_that_hide_each_other_are_drawn_once_and_labels_never_overlap() {
    let mut many = Chart::over("m", (0..400).map(|n| format!("week {n}")).collect(), Unit::Share);
    many.series.push(Series {
        name: "n".to_owned(),
        look: GOOD,
        marks: Marks::Dots((0..50_000).map(|n| (f64::from(n % 400), 0.5)).collect()),
    });
    let svg = many.svg(Width::Wide, Locale::default());
    let tree = parse(&svg);
    assert!(tree.descendants().filter(|node| node.tag_name().name() == "circle").count() <= 400);
    let texts = tree.descendants().filter(roxmltree::Node::is_element);
    let labels = texts.filter(|node| node.text().is_some_and(|text| text.contains("week")));
    let places: Vec<i32> = labels.map(|node| node.attribute("x").unwrap().parse().unwrap()).collect();
    assert!(places.len() > 3 && places.windows(2).all(|pair| pair[1] - pair[0] > 50), "{places:?}");
}

#[test]
fn a_chart_of_nothing_is_a_chart() {
    for figures in [Vec::new(), vec![Some(f64::NAN)], vec![Some(f64::INFINITY)]] {
        let mut empty = Chart::over("e", vec![String::new(); figures.len()], Unit::Seconds);
        empty.line("n", &figures);
        parse(&empty.svg(Width::Narrow, Locale::default()));
    }
}
