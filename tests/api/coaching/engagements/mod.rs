mod bulk;
mod copies;
mod create;
mod lifecycle;
mod lists;
mod visibility;
