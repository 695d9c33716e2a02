package chain

// maxBranch is how many headers a branch keeps.
const maxBranch = 1024

// branch is a run of headers, each the child of the one before: what a node
// last said about the newest part of its canonical chain.
type branch struct{ headers []*Header }

// at returns the header of a number, nil if the branch doesn't hold it.
func (b *branch) at(number uint64) *Header {
	if len(b.headers) == 0 || number < b.headers[0].Number || number >= b.end() {
		return nil
	}
	return b.headers[number-b.headers[0].Number]
}

// end is the number after the last header's, zero for an empty branch.
func (b *branch) end() uint64 {
	if len(b.headers) == 0 {
		return 0
	}
	return b.headers[len(b.headers)-1].Number + 1
}

// put adds a header. What contradicts it, and what it doesn't touch, is
// forgotten: the newest word of the node counts.
func (b *branch) put(h *Header) {
	if old := b.at(h.Number); old != nil && old.Hash == h.Hash {
		return
	}
	if len(b.headers) > 0 {
		switch first := b.headers[0]; {
		case h.Number+1 == first.Number && first.Parent == h.Hash:
			b.headers = append([]*Header{h}, b.headers...)
			b.trim()
			return
		case h.Number > first.Number && h.Number <= b.end():
			b.cut(h.Number)
			if b.headers[len(b.headers)-1].Hash == h.Parent {
				b.headers = append(b.headers, h)
				b.trim()
				return
			}
		}
	}
	b.headers = []*Header{h}
}

// cut forgets all headers from a number on.
func (b *branch) cut(number uint64) {
	if len(b.headers) > 0 && number < b.end() {
		b.headers = b.headers[:max(number, b.headers[0].Number)-b.headers[0].Number]
	}
}

func (b *branch) trim() {
	if len(b.headers) > maxBranch {
		b.headers = append([]*Header(nil), b.headers[len(b.headers)-maxBranch/2:]...)
	}
}
