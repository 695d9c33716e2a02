package rpc

import (
	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// fields is a header with all that its hash is made of.
type fields struct {
	chain.Header
	uncles, state, txs, mix common.Hash
	miner                   common.Address
	nonce                   [8]byte
	difficulty, baseFee     []byte // big-endian, without leading zeros
	gasLimit, gasUsed       uint64
	extra                   []byte
	// Of later forks: present if their bit is set in seen.
	withdrawals, beacon, requests, accesses common.Hash
	blobGas, excessGas, slot                uint64

	seen  uint32
	other bool // there are members that we don't know
}

// The members of a header. The order of the optional ones is that of the encoding.
const (
	hasNumber = 1 << iota
	hasHash
	hasParent
	hasTime
	hasBloom
	hasUncles
	hasMiner
	hasState
	hasTxs
	hasReceipts
	hasDifficulty
	hasGasLimit
	hasGasUsed
	hasExtra
	hasMix
	hasNonce
	hasBaseFee
	hasWithdrawals
	hasBlobGas
	hasExcessGas
	hasBeacon
	hasRequests
	hasAccesses
	hasSlot
	hasNeeded = hasNumber | hasHash | hasParent | hasTime | hasBloom
	hasHashed = hasBaseFee - 1 // what every hash is made of, and the hash
)

// header decodes a header or a block, nil for null, and verifies its hash.
// Where it can't, that is told.
func (s *scanner) header(v *verifier) (*chain.Header, error) {
	if s.peek() == 'n' {
		return nil, s.word("null")
	}
	f := &fields{}
	err := s.object(func(name []byte) error {
		if s.peek() == 'n' && string(name) != "number" && string(name) != "hash" {
			return s.word("null") // as if it weren't there
		}
		has, err := s.member(f, name)
		if err == nil && has != 0 && f.seen&has != 0 {
			return s.fail("each member of a header once before")
		}
		f.seen |= has
		return err
	})
	if err == nil && f.seen&hasNeeded != hasNeeded {
		err = s.fail("all members of a header before")
	}
	if err != nil {
		return nil, err
	}
	sure, err := v.header(f)
	if err != nil {
		return nil, err
	}
	h := f.Header
	if !sure && unsettled(f) {
		h.Bloom = anything()
	}
	return &h, nil
}

// member decodes one member of a header, and says which it is.
func (s *scanner) member(f *fields, name []byte) (has uint32, err error) {
	switch string(name) {
	case "number":
		has = hasNumber
		f.Number, err = s.quantity()
	case "hash":
		has, err = hasHash, s.fixed(f.Hash[:])
	case "parentHash":
		has, err = hasParent, s.fixed(f.Parent[:])
	case "timestamp":
		has = hasTime
		f.Time, err = s.quantity()
	case "logsBloom":
		has, err = hasBloom, s.fixed(f.Bloom[:])
	case "receiptsRoot":
		has, err = hasReceipts, s.fixed(f.Receipts[:])
	case "sha3Uncles":
		has, err = hasUncles, s.fixed(f.uncles[:])
	case "miner":
		has, err = hasMiner, s.fixed(f.miner[:])
	case "stateRoot":
		has, err = hasState, s.fixed(f.state[:])
	case "transactionsRoot":
		has, err = hasTxs, s.fixed(f.txs[:])
	case "mixHash":
		has, err = hasMix, s.fixed(f.mix[:])
	case "nonce":
		has, err = hasNonce, s.fixed(f.nonce[:])
	case "difficulty":
		has = hasDifficulty
		f.difficulty, err = s.big()
	case "gasLimit":
		has = hasGasLimit
		f.gasLimit, err = s.quantity()
	case "gasUsed":
		has = hasGasUsed
		f.gasUsed, err = s.quantity()
	case "extraData":
		has = hasExtra
		f.extra, err = s.bytes()
	default:
		return s.laterMember(f, name)
	}
	return has, err
}

// laterMember decodes a member that came with a fork, or that the hash isn't
// made of.
func (s *scanner) laterMember(f *fields, name []byte) (has uint32, err error) {
	switch string(name) {
	case "baseFeePerGas":
		has = hasBaseFee
		f.baseFee, err = s.big()
	case "withdrawalsRoot":
		has, err = hasWithdrawals, s.fixed(f.withdrawals[:])
	case "blobGasUsed":
		has = hasBlobGas
		f.blobGas, err = s.quantity()
	case "excessBlobGas":
		has = hasExcessGas
		f.excessGas, err = s.quantity()
	case "parentBeaconBlockRoot":
		has, err = hasBeacon, s.fixed(f.beacon[:])
	case "requestsHash":
		has, err = hasRequests, s.fixed(f.requests[:])
	case "blockAccessListHash":
		has, err = hasAccesses, s.fixed(f.accesses[:])
	case "slotNumber":
		has = hasSlot
		f.slot, err = s.quantity()
	case "size", "totalDifficulty", "uncles", "transactions", "withdrawals", // of the block
		"author", "sealFields", // Gnosis: the miner's and the nonce's other names
		"milliTimestamp",                         // BNB: also in mixHash
		"l1BlockNumber", "sendCount", "sendRoot": // Arbitrum: also in mixHash and extraData
		err = s.skip(maxDepth)
	default:
		f.other = true
		err = s.skip(maxDepth)
	}
	return has, err
}

// hash computes the header's hash. An optional field that is left out while a
// later one is there counts as empty.
func (f *fields) hash() common.Hash {
	w := rlp.NewEncoderBuffer(nil)
	list := w.List()
	for _, h := range []*common.Hash{&f.Parent, &f.uncles} {
		w.WriteBytes(h[:])
	}
	w.WriteBytes(f.miner[:])
	for _, h := range []*common.Hash{&f.state, &f.txs, &f.Receipts} {
		w.WriteBytes(h[:])
	}
	w.WriteBytes(f.Bloom[:])
	w.WriteBytes(f.difficulty)
	for _, v := range []uint64{f.Number, f.gasLimit, f.gasUsed, f.Time} {
		w.WriteUint64(v)
	}
	w.WriteBytes(f.extra)
	w.WriteBytes(f.mix[:])
	w.WriteBytes(f.nonce[:])
	if f.seen >= hasBaseFee {
		w.WriteBytes(f.baseFee)
	}
	for _, later := range []struct {
		bit    uint32
		hash   *common.Hash
		number uint64
	}{
		{hasWithdrawals, &f.withdrawals, 0}, {hasBlobGas, nil, f.blobGas}, {hasExcessGas, nil, f.excessGas},
		{hasBeacon, &f.beacon, 0}, {hasRequests, &f.requests, 0}, {hasAccesses, &f.accesses, 0}, {hasSlot, nil, f.slot},
	} {
		switch {
		case f.seen < later.bit:
		case f.seen&later.bit == 0:
			w.WriteBytes(nil)
		case later.hash != nil:
			w.WriteBytes(later.hash[:])
		default:
			w.WriteUint64(later.number)
		}
	}
	w.ListEnd(list)
	text := w.ToBytes()
	_ = w.Flush() // gives the buffer back; there is nothing to write to
	return crypto.Keccak256Hash(text)
}

// big reads a quantity of up to 256 bits as big-endian bytes.
func (s *scanner) big() ([]byte, error) {
	digits, err := s.hex()
	if err != nil {
		return nil, err
	}
	var number [32]byte
	if len(digits) == 0 || len(digits) > 64 || len(digits) > 1 && digits[0] == '0' {
		return nil, s.fail("a quantity of 256 bits before")
	}
	if string(digits) == "0" {
		return nil, nil
	}
	var even [64]byte
	text := append(even[:len(digits)%2], digits...)
	if len(digits)%2 != 0 {
		text[0] = '0'
	}
	n := len(text) / 2
	if !unhex(number[:n], text) {
		return nil, s.fail("a quantity before")
	}
	return append([]byte(nil), number[:n]...), nil
}

// bytes decodes a string of bytes.
func (s *scanner) bytes() ([]byte, error) {
	digits, err := s.hex()
	if err != nil {
		return nil, err
	}
	data := make([]byte, len(digits)/2)
	if len(digits)%2 != 0 || !unhex(data, digits) {
		return nil, s.fail("whole bytes of hex before")
	}
	return data, nil
}
