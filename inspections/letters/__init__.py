"""Letters of inspections: the surat tugas and the berita acara."""
