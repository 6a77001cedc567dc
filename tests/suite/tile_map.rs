//! The tile map of the police forces held against the map: how many of the forces that touch have tiles that touch.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;

use crate::project::repository;
use assess::figure::{Rate, Tile};

/// The forces that each force touches on land, by the letters of their tiles: 99 pairs, each told from both sides. City of London
/// touches the Metropolitan area alone; estuaries and the meeting of corners are no border.
const TOUCHING: [(&str, &str); 43] = [
    ("AS", "DC DO WI GL"),
    ("BD", "CB HF TV NH"),
    ("CB", "NF SU EX HF BD NH LI"),
    ("CH", "ME GM DB ST MR NW"),
    ("CL", "DU NY"),
    ("CT", "MT"),
    ("CU", "NB DU NY LA"),
    ("DB", "GM CH ST LE NT SY WY"),
    ("DC", "AS DO"),
    ("DO", "AS DC WI HA"),
    ("DP", "NW MR GW SW"),
    ("DU", "NB CU NY CL"),
    ("EX", "MT HF CB SU"),
    ("GL", "AS WI TV WK MR GW"),
    ("GM", "LA WY DB CH ME"),
    ("GW", "SW DP MR GL"),
    ("HA", "DO WI TV SR SX"),
    ("HF", "BD CB EX MT TV"),
    ("HU", "NY SY NT LI"),
    ("KE", "MT SR SX"),
    ("LA", "CU NY WY GM ME"),
    ("LE", "NT LI NH WK ST DB"),
    ("LI", "HU NT LE NH CB NF"),
    ("ME", "LA GM CH"),
    ("MR", "CH ST WM WK GL GW DP NW"),
    ("MT", "CT HF EX KE SR TV"),
    ("NB", "CU DU"),
    ("NF", "LI CB SU"),
    ("NH", "LE CB BD TV WK LI"),
    ("NT", "SY LI LE DB HU"),
    ("NW", "CH MR DP"),
    ("NY", "CU DU CL LA WY SY HU"),
    ("SR", "MT KE SX HA TV"),
    ("ST", "CH DB LE WK WM MR"),
    ("SU", "NF CB EX"),
    ("SW", "GW DP"),
    ("SX", "HA SR KE"),
    ("SY", "WY NY HU NT DB"),
    ("TV", "GL WI HA SR MT HF BD NH WK"),
    ("WI", "AS DO HA TV GL"),
    ("WK", "ST LE NH TV GL MR WM"),
    ("WM", "ST WK MR"),
    ("WY", "LA NY SY GM DB"),
];

fn pairs() -> Vec<(&'static str, &'static str)> {
    let told: Vec<(&str, &str)> =
        TOUCHING.iter().flat_map(|(one, others)| others.split(' ').map(|other| (*one, other))).collect();
    for (one, other) in &told {
        assert!(told.contains(&(other, one)), "{one} and {other} are told from one side only");
    }
    told.into_iter().filter(|(one, other)| one < other).collect()
}

#[test]
fn the_tile_map_keeps_eighty_six_of_the_ninety_nine_pairs_of_forces_that_touch() {
    let file: toml::Table =
        fs::read_to_string(repository().join("docs/gallery/figures.toml")).unwrap().parse().unwrap();
    let figures = file["figure"].as_array().unwrap();
    let map = figures.iter().find(|figure| figure["kind"].as_str() == Some("tiles")).unwrap();
    let mut tiles: BTreeMap<&str, Tile> = BTreeMap::new();
    for (row, line) in map["layout"].as_array().unwrap().iter().enumerate() {
        for (column, letters) in line.as_str().unwrap().split_whitespace().enumerate() {
            if letters != ".." {
                let (name, rate) = (String::new(), Rate::default());
                tiles.insert(letters, Tile { row, column, letters: letters.to_owned(), name, rate });
            }
        }
    }
    assert_eq!(tiles.len(), 43);
    let pairs = pairs();
    assert_eq!(pairs.len(), 99);
    let kept = pairs.iter().filter(|(one, other)| tiles[one].touches(&tiles[other])).count();
    assert_eq!(kept, 86);
    let all: Vec<&Tile> = tiles.values().collect();
    let touching =
        all.iter().enumerate().map(|(at, one)| all[at + 1..].iter().filter(|other| one.touches(other)).count());
    // Tiles that touch where the forces do not: two forces can lie closer in the map of tiles than they do.
    assert_eq!(touching.sum::<usize>() - kept, 14);
}
