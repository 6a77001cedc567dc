//! A release as one archive: a folder with its files in the order of their paths, under a fixed time, so that the same release is the
//! same bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::edition::Handling;
use crate::fault::Failure;

/// The archive of the files of an edition: its name, and its bytes.
pub fn archive(year: i16, handling: Handling, files: &BTreeMap<String, Vec<u8>>) -> Result<(String, Vec<u8>), Failure> {
    let packed = packed(&format!("{year}-{}", handling.marking.slug()), files);
    let packed = packed.map_err(|error| {
        Failure::cannot_run(
            format!("the release cannot be packed: {error}"),
            "build it without --zip, and report this fault",
        )
    })?;
    Ok((handling.path(&format!("{year}.zip")), packed))
}

fn packed(folder: &str, files: &BTreeMap<String, Vec<u8>>) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    for (path, bytes) in files {
        // Pictures and documents are compressed already.
        let pressed = path.ends_with(".png") || path.ends_with(".pdf") || path.ends_with(".ods");
        let method = if pressed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        archive.start_file(format!("{folder}/{path}"), options.compression_method(method))?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::edition::Marking;

    #[test]
    fn an_archive_is_the_same_bytes_each_time_and_holds_every_file_under_a_fixed_time() {
        let file = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
        let files =
            BTreeMap::from([file("b/c.csv", b"1,2\n"), file("a.pdf", &[0, 159, 1]), file("manifest.json", b"{}")]);
        let handling = Handling { marking: Marking::Official, embargoed: true };
        let (name, bytes) = archive(2027, handling, &files).unwrap_or_else(|failure| panic!("{failure}"));
        assert_eq!(name, "2027.official.embargoed.zip");
        assert!(archive(2027, handling, &files).is_ok_and(|(_, again)| again == bytes));
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap_or_else(|error| panic!("{error}"));
        let mut found = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(file.last_modified(), Some(DateTime::default()));
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap_or_else(|error| panic!("{error}"));
            let name = file.name().map(|name| name.into_owned()).unwrap_or_default();
            found.insert(name.trim_start_matches("2027-official/").to_owned(), bytes);
        }
        assert_eq!(found, files);
    }
}
