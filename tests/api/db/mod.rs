mod migrations;
mod writer;
