use super::sentence;
use super::{Check, Context, Find, Found};
use crate::contract::Severity;
use crate::fault::Place;

/// The age from which a section is read without effort, by the grade of Flesch and Kincaid (1975).
pub(super) const CHECK: Check = Check { id: "reading-age", severity: Severity::Note, find: Find::Whole(find) };

/// Years of a reader who has left school; a document for specialists stands a little above what is asked of one for everybody.
const MOST: f64 = 19.0;

/// Words below which a section says nothing of itself.
const FEWEST: usize = 100;

fn find(context: &Context<'_>) -> Vec<(Place, Found)> {
    let of_section = |(file, text): (&String, &String)| {
        let (mut sentences, mut words, mut syllables) = (0_usize, 0_usize, 0_usize);
        for sentence in sentence::sentences(text, context.facts) {
            let typed: Vec<&str> = sentence.typed.split_whitespace().filter(|word| is_word(word)).collect();
            // A heading or a label is no sentence to read.
            if typed.len() < 4 {
                continue;
            }
            sentences += 1;
            // A fact is read as a word, however long it is.
            words += typed.len() + sentence.facts.len();
            syllables += typed.iter().map(|word| self::syllables(word)).sum::<usize>() + sentence.facts.len() * 2;
        }
        let (length, weight) = (words as f64 / sentences.max(1) as f64, syllables as f64 / words.max(1) as f64);
        let age = 0.39 * length + 11.8 * weight - 15.59 + 5.0;
        (words >= FEWEST && age > MOST).then(|| {
            let what = format!("the section is read without effort from an age of about {age:.0} on");
            let remedy = format!("shorter sentences and plainer words make it {MOST:.0} or less");
            (Place::file(file), Found::new(0, what, remedy))
        })
    };
    context.text.own().filter_map(of_section).collect()
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
}

/// Groups of vowels, but for a silent e at the end.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word.to_lowercase().chars().filter(|letter| letter.is_alphabetic()).collect();
    let vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let starts = letters.iter().enumerate().filter(|(at, letter)| {
        let before = at.checked_sub(1).and_then(|before| letters.get(before)).copied();
        vowel(**letter) && !before.is_some_and(vowel)
    });
    let groups = starts.count();
    let silent = letters.len() > 2
        && letters.last() == Some(&'e')
        && !letters.get(letters.len() - 2).copied().is_some_and(|letter| vowel(letter) || letter == 'l');
    groups.saturating_sub(usize::from(silent)).max(1)
}
