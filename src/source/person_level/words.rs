//! Words: column names that only a table about persons has, attributes of persons, and common names of people.
//!
//! Names that are also places, months or ordinary words (Chelsea, Kent, April, Lincoln) are left out of the lists.

/// Column names that only a table about persons has, without spaces and signs.
const HEADERS: [&str; 91] = [
    "address",
    "address_line_1",
    "address_line_2",
    "address_line_one",
    "alleged_offender",
    "birth_date",
    "birthdate",
    "birthday",
    "child_name",
    "contact_number",
    "crime_id",
    "crime_no",
    "crime_number",
    "crime_ref",
    "crime_reference",
    "crime_reference_number",
    "crime_report_number",
    "crn",
    "custody_no",
    "custody_number",
    "custody_record",
    "custody_record_number",
    "custody_ref",
    "custody_reference",
    "date_of_birth",
    "dob",
    "driving_licence",
    "driving_licence_number",
    "e_mail",
    "email",
    "email_address",
    "family_name",
    "first_name",
    "first_names",
    "forename",
    "forename_s",
    "forenames",
    "full_name",
    "full_postcode",
    "given_name",
    "given_names",
    "home_address",
    "home_postcode",
    "house_number",
    "incident_number",
    "incident_ref",
    "initials",
    "ip_address",
    "known_as",
    "last_name",
    "maiden_name",
    "middle_name",
    "mobile",
    "mobile_number",
    "mobile_phone",
    "mothers_maiden_name",
    "name_of_child",
    "name_of_offender",
    "name_of_suspect",
    "name_of_victim",
    "national_insurance",
    "national_insurance_number",
    "nhs_no",
    "nhs_number",
    "ni_no",
    "ni_number",
    "niche_id",
    "niche_ref",
    "nickname",
    "nino",
    "nominal",
    "nominal_id",
    "nominal_name",
    "nominal_ref",
    "occurrence_no",
    "occurrence_number",
    "occurrence_ref",
    "offender_id",
    "passport_number",
    "person_id",
    "person_name",
    "person_urn",
    "phone",
    "phone_number",
    "pnc_id",
    "pnc_number",
    "pncid",
    "postcode",
    "suspect_id",
    "telephone",
    "victim_id",
];

/// The same, after a word that says whose they are: `victim_surname`, `suspect dob`.
const OWN: [&str; 5] = ["surname", "name", "id", "urn", "ref"];

/// Whose.
const WHOSE: [&str; 11] = [
    "victim",
    "suspect",
    "offender",
    "perpetrator",
    "child",
    "person",
    "nominal",
    "complainant",
    "witness",
    "accused",
    "parent",
];

/// Attributes of persons: as columns of their own they are typical of a list of people.
const ATTRIBUTES: [&str; 17] = [
    "age",
    "age_at_offence",
    "disability",
    "ethnic_appearance",
    "ethnic_group",
    "ethnicity",
    "gender",
    "looked_after",
    "nationality",
    "occupation",
    "place_of_birth",
    "relationship",
    "religion",
    "school",
    "self_defined_ethnicity",
    "sex",
    "sexual_orientation",
];

/// Common forenames of the United Kingdom, in small letters, sorted.
const FORENAMES: [&str; 189] = [
    "aaron",
    "abdul",
    "abigail",
    "adam",
    "agnieszka",
    "ahmed",
    "aisha",
    "alan",
    "alexander",
    "alfie",
    "ali",
    "alice",
    "alison",
    "amanda",
    "amelia",
    "amy",
    "andrea",
    "andrew",
    "angela",
    "anna",
    "anne",
    "anthony",
    "archie",
    "arthur",
    "ayesha",
    "barbara",
    "benjamin",
    "bethany",
    "brian",
    "bronwen",
    "callum",
    "caroline",
    "catherine",
    "charles",
    "charlie",
    "charlotte",
    "chloe",
    "christine",
    "christopher",
    "claire",
    "clare",
    "colin",
    "daniel",
    "darren",
    "david",
    "dawn",
    "deborah",
    "debra",
    "denise",
    "dennis",
    "derek",
    "diane",
    "donald",
    "donna",
    "dorothy",
    "dylan",
    "edward",
    "elaine",
    "eleanor",
    "elizabeth",
    "ella",
    "ellie",
    "emily",
    "emma",
    "eric",
    "erin",
    "ethan",
    "evie",
    "farah",
    "fatima",
    "fiona",
    "francesca",
    "freddie",
    "freya",
    "gareth",
    "gary",
    "gemma",
    "george",
    "georgia",
    "gillian",
    "grace",
    "graham",
    "hannah",
    "harriet",
    "hassan",
    "heather",
    "helen",
    "henry",
    "holly",
    "hussain",
    "ian",
    "imran",
    "isaac",
    "isabella",
    "isla",
    "jacqueline",
    "jade",
    "jake",
    "james",
    "jamie",
    "jane",
    "janet",
    "janice",
    "jason",
    "jayden",
    "jean",
    "jennifer",
    "jessica",
    "joan",
    "joanna",
    "joanne",
    "john",
    "jonathan",
    "joseph",
    "joshua",
    "joyce",
    "judith",
    "julia",
    "julie",
    "karen",
    "katarzyna",
    "katherine",
    "kathleen",
    "katie",
    "keith",
    "kenneth",
    "kevin",
    "khalid",
    "kimberley",
    "kirsty",
    "kyle",
    "laura",
    "lauren",
    "leah",
    "leanne",
    "linda",
    "lisa",
    "louise",
    "lucy",
    "luke",
    "margaret",
    "maria",
    "mark",
    "martin",
    "mary",
    "matthew",
    "megan",
    "michael",
    "michelle",
    "mohamed",
    "mohammad",
    "mohammed",
    "muhammad",
    "natalie",
    "nathan",
    "nicholas",
    "nicola",
    "oliver",
    "olivia",
    "omar",
    "patricia",
    "paul",
    "pauline",
    "peter",
    "philip",
    "piotr",
    "rachel",
    "raymond",
    "rebecca",
    "richard",
    "robert",
    "roger",
    "ryan",
    "samantha",
    "samuel",
    "sandra",
    "sarah",
    "sharon",
    "simon",
    "sophie",
    "stephen",
    "steven",
    "susan",
    "thomas",
    "timothy",
    "tomasz",
    "tracey",
    "victoria",
    "william",
];

/// Common surnames, in small letters, sorted.
const SURNAMES: [&str; 96] = [
    "adams",
    "ahmed",
    "akhtar",
    "ali",
    "allen",
    "anderson",
    "bailey",
    "baker",
    "begum",
    "bell",
    "bennett",
    "brown",
    "butler",
    "campbell",
    "carter",
    "chapman",
    "clark",
    "clarke",
    "collins",
    "cook",
    "cooper",
    "cox",
    "davies",
    "davis",
    "edwards",
    "ellis",
    "evans",
    "fletcher",
    "foster",
    "gibson",
    "graham",
    "gray",
    "green",
    "griffiths",
    "hall",
    "harris",
    "harrison",
    "hughes",
    "hunt",
    "hussain",
    "hussein",
    "iqbal",
    "jackson",
    "james",
    "jenkins",
    "johnson",
    "jones",
    "kaur",
    "kelly",
    "khan",
    "king",
    "knight",
    "lee",
    "lewis",
    "lloyd",
    "mahmood",
    "marshall",
    "martin",
    "mason",
    "matthews",
    "miah",
    "mills",
    "mitchell",
    "moore",
    "morgan",
    "morris",
    "murphy",
    "murray",
    "nowak",
    "owen",
    "palmer",
    "parker",
    "patel",
    "phillips",
    "powell",
    "price",
    "reynolds",
    "richards",
    "richardson",
    "roberts",
    "robinson",
    "rogers",
    "scott",
    "shah",
    "shaw",
    "simpson",
    "singh",
    "smith",
    "stevens",
    "taylor",
    "thomas",
    "thompson",
    "walker",
    "watson",
    "williams",
    "wilson",
];

/// Letters and digits of a name in small letters; the rest, and steps of camel case, become one underscore.
pub(super) fn normalised(name: &str) -> String {
    let mut found = String::new();
    let mut small = false;
    for letter in name.trim().chars() {
        if letter.is_uppercase() && small {
            found.push('_');
        }
        small = letter.is_lowercase();
        if letter.is_alphanumeric() {
            found.extend(letter.to_lowercase());
        } else if letter != '\'' && letter != '’' && letter != '.' && !found.ends_with('_') {
            found.push('_');
        }
    }
    found.trim_matches('_').to_owned()
}

/// The known word that a column name is, where only a table about persons has it.
pub(super) fn header(name: &str) -> Option<&'static str> {
    let name = normalised(name);
    let known = |name: &str| HEADERS.iter().copied().find(|word| *word == name || word.replace('_', "") == name);
    if let Some(word) = known(&name).or_else(|| OWN.first().copied().filter(|word| *word == name)) {
        return Some(word);
    }
    WHOSE.iter().find_map(|whose| {
        let rest = name.strip_prefix(whose)?;
        let rest = rest.strip_prefix("s_").or_else(|| rest.strip_prefix('_'))?;
        known(rest).or_else(|| OWN.iter().copied().find(|word| *word == rest))
    })
}

/// Whether a column name is an attribute of a person.
pub(super) fn is_attribute(name: &str) -> bool {
    let name = normalised(name);
    let bare = WHOSE.iter().find_map(|whose| name.strip_prefix(whose)?.strip_prefix('_')).unwrap_or(&name);
    ATTRIBUTES.contains(&bare)
}

/// Whether a word, in small letters, is a common forename.
pub(super) fn is_forename(word: &str) -> bool {
    FORENAMES.binary_search(&word).is_ok()
}

/// Whether a word, in small letters, is a common surname.
pub(super) fn is_surname(word: &str) -> bool {
    SURNAMES.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{FORENAMES, SURNAMES, header, is_attribute};

    #[test]
    fn the_lists_are_sorted() {
        assert!(FORENAMES.is_sorted() && SURNAMES.is_sorted());
    }

    #[test]
    fn a_column_name_is_known_however_it_is_written() {
        for name in ["Date of Birth", "DateOfBirth", "D.O.B.", "dob", "VICTIM_DOB", "suspect surname", "Child's Name"] {
            assert!(header(name).is_some(), "{name}");
        }
        for name in ["force_name", "short_name", "category", "measure", "name_of_force", "aliases", "ref_period"] {
            assert!(header(name).is_none(), "{name}");
        }
    }

    #[test]
    fn attributes_are_known_with_and_without_whose_they_are() {
        assert!(is_attribute("Sex") && is_attribute("suspect_ethnicity") && !is_attribute("suspect_count"));
    }
}
