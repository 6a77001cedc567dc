//! The tile map of the police forces held against the map: how many of the forces that touch have tiles that touch.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;

use super::figure_areas::boundaries;
use crate::project::repository;
use assess::figure::{Rate, Tile};

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
    let boundaries = boundaries();
    let names = map["letters"].as_table().unwrap();
    let letters = |area: &str| names.iter().find(|(_, name)| name.as_str() == Some(area)).unwrap().0.as_str();
    // On the map two forces touch where a line of the boundaries is of both.
    let pairs: Vec<(&str, &str)> =
        boundaries.touching().into_iter().map(|(one, other)| (letters(one), letters(other))).collect();
    assert_eq!(pairs.len(), 99);
    let kept = pairs.iter().filter(|(one, other)| tiles[one].touches(&tiles[other])).count();
    assert_eq!(kept, 86);
    let all: Vec<&Tile> = tiles.values().collect();
    let touching =
        all.iter().enumerate().map(|(at, one)| all[at + 1..].iter().filter(|other| one.touches(other)).count());
    // Tiles that touch where the forces do not: two forces can lie closer in the map of tiles than they do.
    assert_eq!(touching.sum::<usize>() - kept, 14);
}
