//! The bytes of a loose object, a piece at a time. Git's own programs map such a file into memory as a whole, and the library
//! reads it so: of a file that does not compress, that is all of it.

use super::Store;
use flate2::bufread::ZlibDecoder;
use git2::Oid;
use std::fs::File;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Take};

/// Longest beginning of an object that is a blob: its kind and its size.
const HEADER: u64 = 32;

/// A blob that is read piece by piece. Anything but exactly as many bytes as it says is an error.
#[derive(Debug)]
pub(in crate::store) struct Loose<R: Read> {
    from: Take<R>,
}

impl Store {
    /// The blob, where it lies as a file of its own in this repository; `None` where it does not.
    pub(in crate::store) fn open_loose(&self, oid: Oid) -> Result<Option<Loose<impl Read + use<>>>> {
        let id = oid.to_string();
        let path = self.git_dir().join("objects").join(&id[..2]).join(&id[2..]);
        match File::open(path) {
            Ok(file) => Loose::new(BufReader::new(ZlibDecoder::new(BufReader::with_capacity(1 << 16, file))))
                .map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl<R: BufRead> Loose<R> {
    /// Reads the beginning of an object's inflated bytes: `blob 1234` and a zero.
    fn new(mut from: R) -> Result<Self> {
        let mut header = Vec::new();
        from.by_ref().take(HEADER).read_until(0, &mut header)?;
        let size = header.strip_suffix(&[0]).and_then(|text| {
            let digits = std::str::from_utf8(text).ok()?.strip_prefix("blob ")?;
            digits.parse().ok()
        });
        let size: u64 = size.ok_or_else(|| Error::new(ErrorKind::InvalidData, "it is no blob"))?;
        Ok(Self { from: from.take(size) })
    }
}

impl<R: Read> Read for Loose<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let left = self.from.limit();
        let read = self.from.read(buffer)?;
        if read > 0 {
            return Ok(read);
        }
        // Its end: the checksum of all that was inflated is compared when one more byte is asked for.
        if left > 0 {
            return Err(Error::new(ErrorKind::UnexpectedEof, format!("{left} bytes of it are missing")));
        }
        match self.from.get_mut().read(&mut [0])? {
            0 => Ok(0),
            _ => Err(Error::new(ErrorKind::InvalidData, "it is longer than it says")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn read(deflated: &[u8]) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        Loose::new(BufReader::new(ZlibDecoder::new(deflated)))?.read_to_end(&mut all)?;
        Ok(all)
    }

    #[test]
    fn a_blob_is_read_and_nothing_but_a_whole_blob() {
        assert_eq!(read(&deflated(b"blob 5\0bytes")).unwrap(), b"bytes");
        assert_eq!(read(&deflated(b"blob 0\0")).unwrap(), b"");
        for wrong in ["blob 6\0bytes", "blob 4\0bytes", "tree 5\0bytes", "blob five\0bytes", "blob 5", ""] {
            assert!(read(&deflated(wrong.as_bytes())).is_err(), "{wrong:?}");
        }
        let whole = deflated(&[b"blob 90000\0".to_vec(), vec![7; 90_000]].concat());
        assert_eq!(read(&whole).unwrap().len(), 90_000);
        // Cut anywhere, its checksum at the end too, it is not whole.
        for end in [0, 3, whole.len() / 2, whole.len() - 1] {
            assert!(read(&whole[..end]).is_err(), "{end}");
        }
        let mut damaged = whole.clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert!(read(&damaged).is_err());
    }
}
