package word

import "github.com/holiman/uint256"

// Symbol reads the answer of a token's symbol(): a string or, from old tokens,
// a bytes32. Of it remain what a person can read, at most 32 characters, and
// zeros; nothing where the answer is neither.
func Symbol(answer []byte) (s [32]byte) {
	text := answer
	if len(answer) != 32 {
		text = tail(answer)
	}
	n := 0
	for _, c := range text {
		if c > ' ' && c < 0x7f && n < len(s) {
			s[n] = c
			n++
		}
	}
	return s
}

// tail is the only parameter of an answer, if that has a length of its own.
func tail(answer []byte) []byte {
	at, ok := length(answer, 0)
	if !ok {
		return nil
	}
	n, ok := length(answer, at)
	if !ok || n > len(answer)-at-32 {
		return nil
	}
	return answer[at+32 : at+32+n]
}

// length is the word at a place in the data as a number of bytes of it.
func length(data []byte, at int) (int, bool) {
	if at > len(data)-32 {
		return 0, false
	}
	var z uint256.Int
	z.SetBytes32(data[at : at+32])
	if !z.IsUint64() || z.Uint64() > uint64(len(data)) {
		return 0, false
	}
	return int(z.Uint64()), true
}
