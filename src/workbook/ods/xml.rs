//! One XML part of the archive, written element by element.

use std::io::Result;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A part while it is written.
pub(super) struct Part {
    writer: Writer<Vec<u8>>,
}

/// Attributes of an element.
type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Part {
    /// Begins a part with its root element.
    pub(super) fn new(root: &str, namespaces: Attributes<'_>, version: (&str, &str)) -> Result<Self> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut part = Self { writer };
        let mut attributes = namespaces.to_vec();
        attributes.push(version);
        part.open(root, &attributes)?;
        Ok(part)
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &str, attributes: Attributes<'_>) -> Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Start(start))
    }

    /// Closes an element.
    pub(super) fn close(&mut self, name: &str) -> Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Empty(start))
    }

    /// An element with a text.
    pub(super) fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> Result<()> {
        self.open(name, attributes)?;
        self.writer.write_event(Event::Text(BytesText::new(text)))?;
        self.close(name)
    }

    /// Closes the root and gives the bytes.
    pub(super) fn finish(mut self, root: &str) -> Result<Vec<u8>> {
        self.close(root)?;
        Ok(self.writer.into_inner())
    }
}
