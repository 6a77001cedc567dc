//! The values a criterion can take in a definition's file, each with its words and the kinds of cases it admits.
//!
//! The sets are closed: a value outside them is refused when the file is read. Two values recur. `not-excluded`: the whole
//! wording was read and it neither names nor bars such cases, so they count. `not-stated`: the wording was not found, or
//! not to its end, so they may count or not.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::{Deserialize, Serialize};

use super::cases::Cases;

/// Makes an enumeration from a table: variant, name in the files, words for the annex, cases admitted.
macro_rules! values {
    ($(#[$about:meta])* $name:ident { $($variant:ident $slug:literal $words:literal $cases:expr;)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
        pub enum $name {
            $(#[doc = $words] #[serde(rename = $slug)] $variant,)+
        }

        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in the files.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// In words, as the annex prints it.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }

            /// The cases it admits.
            pub const fn cases(self) -> Cases {
                match self { $(Self::$variant => $cases,)+ }
            }
        }
    };
}

values! {
    /// What is counted. Counts of different units are never compared.
    Unit {
        Crimes "crimes" "crimes" Cases::exactly(1);
        CustodyEvents "custody-events" "custody events" Cases::exactly(1 << 1);
        Cases "cases" "cases" Cases::exactly(1 << 2);
        Groups "groups" "groups" Cases::exactly(1 << 3);
        Victims "victims" "victims" Cases::exactly(1 << 4);
        NotStated "not-stated" "not stated" Cases::unsure(0, 0b1_1111);
    }
}

values! {
    /// Who is counted among the people that make a group.
    /// Kinds: recorded as suspects of the crime; others.
    People {
        IdentifiedOrNot "identified-or-not" "identified or not" Cases::exactly(0b11);
        RecordedSuspects "recorded-suspects" "recorded suspects" Cases::exactly(0b01);
        NotStated "not-stated" "not stated" Cases::unsure(0b01, 0b10);
    }
}

values! {
    /// What links the people.
    /// Kinds: an organised group; a gang; others who act together; others who are associated; no known link. A gang may or
    /// may not act together or be organised, so those two values leave it open.
    Link {
        KnownOrAssociated "known-or-associated" "known to or associated with one another" Cases::exactly(0b0_1111);
        ActingTogether "acting-together" "acting together" Cases::unsure(0b0_0101, 0b0_0010);
        Organised "organised" "organised" Cases::unsure(0b0_0001, 0b0_0010);
        Gang "gang" "members of one gang" Cases::exactly(0b0_0010);
        NoneRequired "none-required" "none required" Cases::exactly(0b1_1111);
        NotStated "not-stated" "not stated" Cases::unsure(0, 0b1_1111);
    }
}

values! {
    /// The conduct.
    /// Kinds: sexual exploitation that carries the police flag; sexual exploitation without the flag; sexual abuse without
    /// exploitation; crimes flagged in error; abuse that is not sexual; exploitation that is not sexual; other serious
    /// crime.
    Conduct {
        SexualExploitation "sexual-exploitation" "sexual exploitation of children" Cases::exactly(0b000_0011);
        FlaggedSexualExploitation "flagged-sexual-exploitation" "crimes flagged as child sexual exploitation"
            Cases::exactly(0b000_1001);
        SexualAbuseOrExploitation "sexual-abuse-or-exploitation" "sexual abuse or exploitation of children"
            Cases::exactly(0b000_0111);
        SexualViolence "sexual-violence" "sexual violence" Cases::unsure(0b000_0100, 0b000_0011);
        AnyAbuse "any-abuse" "any abuse of children" Cases::exactly(0b001_0111);
        AnyExploitation "any-exploitation" "exploitation of any kind" Cases::unsure(0b010_0011, 0b000_0100);
        SeriousCrime "serious-crime" "serious crime of any kind" Cases::unsure(0b110_0111, 0b001_1000);
        NotStated "not-stated" "not stated" Cases::unsure(0, 0b111_1111);
    }
}

values! {
    /// How far the matter has come with the police.
    /// Kinds: held in custody and since closed; not held and closed; held and open; not held and open.
    Stage {
        Any "any" "any" Cases::exactly(0b1111);
        ArrestedAndHeld "arrested-and-held" "arrested and held in custody" Cases::exactly(0b0101);
        ClosedWithoutAction "closed-without-action" "closed with no further action" Cases::exactly(0b0011);
        NotStated "not-stated" "not stated" Cases::unsure(0, 0b1111);
    }
}

values! {
    /// Age of the victim.
    /// Kinds: children; adults.
    VictimAge {
        Under18 "under-18" "under eighteen" Cases::exactly(0b01);
        AnyAge "any-age" "any age" Cases::exactly(0b11);
        NotStated "not-stated" "not stated" Cases::unsure(0b01, 0b10);
    }
}

values! {
    /// Whether one special kind of case counts (facilitation, families, institutions, people under eighteen).
    /// Kinds: the ordinary cases; the special ones.
    Presence {
        Included "included" "included" Cases::exactly(0b11);
        NotExcluded "not-excluded" "not excluded" Cases::exactly(0b11);
        OwnClass "own-class" "a class of its own" Cases::exactly(0b11);
        Excluded "excluded" "excluded" Cases::exactly(0b01);
        NotStated "not-stated" "not stated" Cases::unsure(0b01, 0b10);
    }
}

values! {
    /// Abuse online, and whether contact is needed.
    /// Kinds: contact with no part online; contact with a part online; no contact and not online; online only.
    Online {
        Included "included" "included" Cases::exactly(0b1111);
        NotExcluded "not-excluded" "not excluded" Cases::exactly(0b1111);
        OnlineOnlyExcluded "online-only-excluded" "excluded if online only" Cases::exactly(0b0111);
        ContactOnly "contact-only" "contact abuse only" Cases::exactly(0b0011);
        NotStated "not-stated" "not stated" Cases::unsure(0b0001, 0b1110);
    }
}

/// A smallest number: 1, 2 or 3 as an integer, or `"group"` where only a plural is said, or `"not-stated"`.
/// Kinds: one; two; three or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fewest {
    /// One is enough.
    One,
    /// Two are needed.
    Two,
    /// Three are needed.
    Three,
    /// More than one, the number not given.
    Group,
    /// The number is not known.
    NotStated,
}

impl Fewest {
    /// Every value.
    pub const ALL: [Self; 5] = [Self::One, Self::Two, Self::Three, Self::Group, Self::NotStated];

    /// Its name in the files.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Two => "2",
            Self::Three => "3",
            Self::Group => "group",
            Self::NotStated => "not-stated",
        }
    }

    /// In words, as the annex prints it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Two => "two",
            Self::Three => "three",
            Self::Group => "more than one, number not stated",
            Self::NotStated => "not stated",
        }
    }

    /// The cases it admits.
    pub const fn cases(self) -> Cases {
        match self {
            Self::One => Cases::exactly(0b111),
            Self::Two => Cases::exactly(0b110),
            Self::Three => Cases::exactly(0b100),
            Self::Group => Cases::unsure(0b100, 0b010),
            Self::NotStated => Cases::unsure(0b100, 0b011),
        }
    }
}

/// Reads a [`Fewest`], which is an integer or a word.
struct FewestVisitor;

impl Visitor<'_> for FewestVisitor {
    type Value = Fewest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("1, 2, 3, \"group\" or \"not-stated\"")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Fewest, E> {
        match number {
            1 => Ok(Fewest::One),
            2 => Ok(Fewest::Two),
            3 => Ok(Fewest::Three),
            _ => Err(E::invalid_value(Unexpected::Signed(number), &self)),
        }
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Fewest, E> {
        match word {
            "group" => Ok(Fewest::Group),
            "not-stated" => Ok(Fewest::NotStated),
            _ => Err(E::invalid_value(Unexpected::Str(word), &self)),
        }
    }
}

impl JsonSchema for Fewest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fewest".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A smallest number: 1, 2 or 3, or `group` where only a plural is said, or `not-stated`",
            "enum": [1, 2, 3, "group", "not-stated"],
        })
    }
}

impl<'de> Deserialize<'de> for Fewest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FewestVisitor)
    }
}
