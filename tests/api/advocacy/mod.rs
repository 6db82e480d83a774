mod missions;
mod attributes;
mod points;
mod rich_text;
mod segments;
mod templates;
mod types;
