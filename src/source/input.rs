//! Files given to the program: plain ones, within a ceiling. A device has no end, and a pipe waits for whoever may never write.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of a data file that are read; `largest_bytes` of a source is less without further word.
pub const MOST_BYTES: u64 = 512 << 20;

/// The bytes of a plain file. What is none is refused before it is opened.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let data = std::fs::metadata(path)?;
    if data.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file"));
    }
    if !data.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a device or a pipe, not a plain file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it has more than {most} bytes")));
    }
    Ok(bytes)
}
