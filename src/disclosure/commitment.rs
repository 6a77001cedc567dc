//! Commitments to files that must leave no fingerprint: the hash of a small file can be guessed, one number after another.
//!
//! In: the files of a build and the project's key. Out: for what is public its SHA-256 and size; for what forces returned an
//! HMAC-SHA256 (RFC 2104) under the key, which says nothing to those who lack it. The OFFICIAL-SENSITIVE manifest holds the key
//! and the plain hashes. The key is the file [`KEY`], 32 random bytes in hexadecimal; without one it is made of all
//! returns together, so that whoever lacks any of them cannot try the others.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::edition::Marking;
use crate::fault::{Fault, Place};
use crate::source::{InputFile, Project, hexadecimal};

/// Where the key stands. It is never in version control.
pub const KEY: &str = "data/commitment.key";

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// What a manifest says of a file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Noted {
    /// Its hash and size.
    Plain(InputFile),
    /// A commitment to it.
    #[serde(rename_all = "snake_case")]
    Committed {
        /// HMAC-SHA256 of its path and hash, in hexadecimal.
        commitment: String,
    },
}

impl Noted {
    /// The fingerprint with its kind, as the list of sources prints it.
    pub fn fingerprint(&self) -> String {
        match self {
            Self::Plain(file) => format!("SHA-256 {}", file.sha256),
            Self::Committed { commitment } => format!("commitment under a key that is not published {commitment}"),
        }
    }
}

/// The files of a build that are confidential, and the key to commit to them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Confidential {
    /// Paths of files, or of folders of them.
    paths: BTreeSet<String>,
    key: Option<String>,
}

impl Confidential {
    /// These paths, under the key of the project.
    ///
    /// # Errors
    /// A key that is none.
    pub fn read(project: &mut Project, mut paths: BTreeSet<String>) -> Result<Self, Fault> {
        if !project.root().join(KEY).exists() {
            return Ok(Self { paths, key: None });
        }
        let text = project.text(KEY)?;
        let key = text.trim();
        if key.len() != 64 || !key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let what = "the key of commitments is not 64 hexadecimal digits";
            let remedy = "make one with `openssl rand -hex 32`, and keep it out of version control";
            return Err(Fault::new("commitment-key-invalid", Place::file(KEY), what, remedy));
        }
        paths.insert(KEY.to_owned());
        Ok(Self { paths, key: Some(key.to_ascii_lowercase()) })
    }

    fn holds(&self, path: &str) -> bool {
        let below = |folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.paths.contains(path) || self.paths.iter().any(below)
    }

    /// The key: the project's own, or one made of all confidential files together.
    pub fn key(&self, inputs: &BTreeMap<String, InputFile>) -> String {
        if let Some(key) = &self.key {
            return key.clone();
        }
        let mut all = Sha256::new();
        all.update(b"assess: key of commitments\n");
        for (path, file) in inputs.iter().filter(|(path, _)| self.holds(path)) {
            all.update(format!("{path} {}\n", file.sha256));
        }
        hexadecimal(&all.finalize())
    }

    /// What the manifest of a marking says of each file.
    pub fn noted(&self, inputs: &BTreeMap<String, InputFile>, marking: Marking) -> BTreeMap<String, Noted> {
        let key = self.key(inputs);
        let note = |path: &String, file: &InputFile| match marking {
            Marking::Official if self.holds(path) => {
                let message = format!("{path} {}", file.sha256);
                Noted::Committed { commitment: hexadecimal(&hmac(key.as_bytes(), message.as_bytes())) }
            }
            _ => Noted::Plain(file.clone()),
        };
        inputs.iter().map(|(path, file)| (path.clone(), note(path, file))).collect()
    }
}

/// HMAC-SHA256 of RFC 2104.
pub(crate) fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let hashed;
    let short = if key.len() > BLOCK {
        hashed = Sha256::digest(key);
        hashed.as_slice()
    } else {
        key
    };
    let padded = |pad: u8| {
        let mut block = [pad; BLOCK];
        block.iter_mut().zip(short).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test cases 1, 2 and 6.
    #[test]
    fn the_commitment_is_the_hmac_of_the_standard() {
        let cases: [(Vec<u8>, &[u8], &str); 3] = [
            (vec![0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe".to_vec(),
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                vec![0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, message, expected) in cases {
            assert_eq!(hexadecimal(&hmac(&key, message)), expected);
        }
    }

    #[test]
    fn what_was_returned_is_committed_to_and_what_is_public_is_hashed() {
        let file = |sha256: &str| InputFile { sha256: sha256.to_owned(), bytes: 3 };
        let inputs = |returned: &str| {
            let all =
                [("data/public/a.csv", "aa"), ("fetched/returns/E1.csv", returned), ("fetched/returns-not", "cc")];
            all.map(|(path, sha256)| (path.to_owned(), file(sha256))).into_iter().collect::<BTreeMap<_, _>>()
        };
        let confidential = Confidential { paths: BTreeSet::from(["fetched/returns".to_owned()]), key: None };
        let noted = confidential.noted(&inputs("bb"), Marking::Official);
        assert_eq!(noted["data/public/a.csv"], Noted::Plain(file("aa")));
        assert_eq!(noted["fetched/returns-not"], Noted::Plain(file("cc")));
        let Noted::Committed { commitment } = &noted["fetched/returns/E1.csv"] else { panic!("{noted:?}") };
        assert!(!commitment.contains("bb") && commitment.len() == 64);
        assert_ne!(
            confidential.noted(&inputs("b0"), Marking::Official)["fetched/returns/E1.csv"],
            noted["fetched/returns/E1.csv"]
        );
        // With the key, and only with it, the commitment can be made again.
        let key = confidential.key(&inputs("bb"));
        assert_eq!(*commitment, hexadecimal(&hmac(key.as_bytes(), b"fetched/returns/E1.csv bb")));
        let open = confidential.noted(&inputs("bb"), Marking::OfficialSensitive);
        assert_eq!(open["fetched/returns/E1.csv"], Noted::Plain(file("bb")));
    }
}
