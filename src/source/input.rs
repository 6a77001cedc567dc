//! Files given to the program: plain ones, within a ceiling. A device has no end, and a pipe waits for whoever may never write.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of a data file that are read; `largest_bytes` of a source is less without further word.
pub const MOST_BYTES: u64 = 512 << 20;

/// The bytes of a plain file. What is none is refused before it is opened.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path, most)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The same, to be read piece by piece: an error where it has more bytes than it may.
pub fn open(path: &Path, most: u64) -> io::Result<Bounded> {
    let data = std::fs::metadata(path)?;
    if data.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file"));
    }
    if !data.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a device or a pipe, not a plain file"));
    }
    Ok(Bounded { file: File::open(path)?, left: most, most })
}

/// A file of which no more is read than the ceiling.
#[derive(Debug)]
pub struct Bounded {
    file: File,
    left: u64,
    most: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, format!("it has more than {} bytes", self.most));
        self.left = self.left.checked_sub(read as u64).ok_or_else(too_large)?;
        Ok(read)
    }
}
