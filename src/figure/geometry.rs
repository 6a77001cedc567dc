//! Rectangles and line segments in points, with the few questions layout asks of them.

/// A point on the page: x to the right, y downwards.
pub(super) type Point = (f64, f64);

/// A rectangle with its edges parallel to the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    pub(super) fn around(centre: Point, width: f64, height: f64) -> Self {
        Self::new(centre.0 - width / 2.0, centre.1 - height / 2.0, centre.0 + width / 2.0, centre.1 + height / 2.0)
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn centre(&self) -> Point {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// The rectangle grown by `by` on every side.
    pub(super) fn grown(&self, by: f64) -> Self {
        Self::new(self.left - by, self.top - by, self.right + by, self.bottom + by)
    }

    /// The area two rectangles share, in square points.
    pub(super) fn shared(&self, other: &Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        if width > 0.0 && height > 0.0 { width * height } else { 0.0 }
    }

    /// How far the rectangle sticks out of `outer`, in points, summed over the four sides.
    pub(super) fn outside(&self, outer: &Self) -> f64 {
        (outer.left - self.left).max(0.0)
            + (self.right - outer.right).max(0.0)
            + (outer.top - self.top).max(0.0)
            + (self.bottom - outer.bottom).max(0.0)
    }
}

/// A straight line between two points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment(pub Point, pub Point);

impl Segment {
    /// The length of the part inside `area` (Liang and Barsky's clipping).
    pub(super) fn length_inside(&self, area: &Area) -> f64 {
        // Most segments are far from most areas, and this is asked of every place of every label.
        if self.is_beside(area) {
            return 0.0;
        }
        let (dx, dy) = (self.1.0 - self.0.0, self.1.1 - self.0.1);
        let sides = [
            (-dx, self.0.0 - area.left),
            (dx, area.right - self.0.0),
            (-dy, self.0.1 - area.top),
            (dy, area.bottom - self.0.1),
        ];
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (slope, distance) in sides {
            if slope == 0.0 {
                if distance < 0.0 {
                    return 0.0;
                }
            } else if slope < 0.0 {
                enter = enter.max(distance / slope);
            } else {
                leave = leave.min(distance / slope);
            }
        }
        if leave > enter { (leave - enter) * libm::hypot(dx, dy) } else { 0.0 }
    }

    /// Whether both ends lie beyond the same side of `area`.
    fn is_beside(&self, area: &Area) -> bool {
        let Self(one, other) = self;
        one.0 < area.left && other.0 < area.left
            || one.0 > area.right && other.0 > area.right
            || one.1 < area.top && other.1 < area.top
            || one.1 > area.bottom && other.1 > area.bottom
    }

    /// Whether two segments cross in their inner parts.
    pub(super) fn crosses(&self, other: &Self) -> bool {
        let side = |a: Point, b: Point, c: Point| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
        let across = side(self.0, self.1, other.0) * side(self.0, self.1, other.1);
        let along = || side(other.0, other.1, self.0) * side(other.0, other.1, self.1);
        across < 0.0 && along() < 0.0
    }
}
