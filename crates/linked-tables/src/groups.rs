//! Things that are tied together, put into groups; each group goes by its first member, so that the order never depends on that of the
//! ties.

/// Groups of the numbers from 0.
pub struct Groups {
    /// A member of the same group that comes no later; the first points to itself.
    earlier: Vec<usize>,
}

impl Groups {
    /// So many things, each by itself.
    pub fn new(things: usize) -> Self {
        Self { earlier: (0..things).collect() }
    }

    /// The first of the group of a thing.
    pub fn first(&mut self, mut at: usize) -> usize {
        while self.earlier[at] != at {
            self.earlier[at] = self.earlier[self.earlier[at]];
            at = self.earlier[at];
        }
        at
    }

    /// Ties all of these together.
    pub fn tie(&mut self, things: impl IntoIterator<Item = usize>) {
        let mut things = things.into_iter();
        let Some(one) = things.next() else { return };
        for other in things {
            let (one, other) = (self.first(one), self.first(other));
            self.earlier[one.max(other)] = one.min(other);
        }
    }
}
