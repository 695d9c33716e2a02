// Package position holds the domain's nouns: what a position is called, how
// healthy it is, what it is worth. It compares exactly and does nothing else;
// it must never know a protocol, a price source or a block.
package position
