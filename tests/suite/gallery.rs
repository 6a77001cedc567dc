//! The gallery that is kept: it has every kind once and shows what its entries draw today.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use assess::figure::Size;
use assess::figure::kinds::{Declared, KINDS};

use crate::numbers::prepared;
use crate::project::{repository, succeed};

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    // Beside what is drawn stand the entries of further figures, and when all was looked at.
    let drawn = entries.filter(|path| path.extension().is_some_and(|ending| ending != "toml" && ending != "md"));
    drawn
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn the_gallery_shows_every_kind_once_as_its_entry_draws_it() {
    let kept = files(&repository().join("docs/gallery"));
    let page = &kept["index.html"];
    for kind in KINDS.iter().map(Declared::name) {
        assert_eq!(page.matches(&format!("<section id=\"{kind}\">")).count(), 1, "{kind}");
        let sizes = ["", "-column", "-slide"].map(|size| format!("{kind}{size}.svg"));
        assert!(sizes.iter().all(|name| kept.contains_key(name)), "{kind}");
    }
    assert_eq!(kept.len(), 1 + 3 * KINDS.len());
    let out = tempfile::tempdir().unwrap();
    succeed(repository(), &["figures", "--out", out.path().to_str().unwrap()]);
    let drawn = files(out.path());
    assert_eq!(drawn.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
    for (name, text) in &drawn {
        assert!(kept[name] == *text, "{name} differs: run `assess figures` and look at what changed");
    }
}

/// Time that this thread has had of a processor, whatever else the machine does.
fn spent() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

/// What the drawing of all figures of the edition costs, as vectors and as pixels, of one core.
#[test]
#[ignore = "a time, of the release program alone: just bench-figures"]
fn all_figures_of_the_edition_are_drawn_within_their_time() {
    let prepared = prepared();
    let round = || {
        let begin = spent();
        let pictures = prepared.figures.iter().map(|figure| figure.pictures(Size::Page).unwrap());
        let drawn = pictures.map(|(svg, png)| svg.len() + png.len());
        let bytes: usize = drawn.sum();
        (spent() - begin, bytes)
    };
    let (time, bytes) = (0..7).map(|_| round()).min().unwrap();
    println!("{} figures as SVG and PNG, {bytes} bytes, in {time:?}", prepared.figures.len());
    assert!(time < Duration::from_millis(300), "{time:?}");
}
