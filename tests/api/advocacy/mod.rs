mod attributes;
mod segments;
mod rich_text;
mod templates;
mod types;
mod points;
