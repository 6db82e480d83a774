mod attributes;
mod segments;
