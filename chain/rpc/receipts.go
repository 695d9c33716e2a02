package rpc

import (
	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/holiman/uint256"
)

// Types of transactions whose receipts have something of their own.
const (
	legacyType  = 0x00
	setCodeType = 0x04 // the last of Ethereum's
	depositType = 0x7e // OP stack
	// Arbitrum's own are from arbDeposit to arbInternal, and arbLegacy, whose receipts don't say their type
	// (OffchainLabs/go-ethereum:core/types/receipt.go, EncodeIndex).
	arbDeposit  = 0x64
	arbInternal = 0x6a
	arbLegacy   = 0x78
)

// receipt is what the root commits to, and little more. Its logs are a part of
// all logs of the block.
type receipt struct {
	kind       uint64
	outcome    []byte // status, or before Byzantium the state's root
	cumulative uint64
	bloom      types.Bloom
	from, to   int // its logs
	// Of deposits.
	nonce, version uint64
	versioned      bool
	// Of those of Celo: the base fee in the token that pays, nil where the node doesn't tell it or there is none
	// (celo-org/op-geth:core/types/receipt.go, celoDynamicReceiptRLP).
	base *uint256.Int

	gas              uint64
	sender, receiver common.Address
	seen             uint16
	costs            costs
}

const (
	hasOutcome = 1 << iota
	hasCumulative
	hasReceiptBloom
	hasLogs
	hasAllOfReceipt = 1<<iota - 1
)

// known reports whether the encoding of such a receipt is known.
func (r *receipt) known() bool {
	return r.kind <= setCodeType || r.kind >= arbDeposit && r.kind <= arbInternal || r.kind == arbLegacy || r.kind == depositType ||
		r.kind == celoType && r.base != nil
}

// prefixed reports whether its encoding begins with its type.
func (r *receipt) prefixed() bool { return r.kind != legacyType && r.kind != arbLegacy }

// system reports whether it is one that Polygon makes up for what the chain
// itself does, for which there is no transaction.
func (r *receipt) system() bool {
	return r.gas == 0 && r.sender == (common.Address{}) && r.receiver == (common.Address{})
}

// pseudo is how many receipts come before that of the first transaction: nodes of
// HyperEVM show transfers from its other half so, which use no gas
// (hl-archive-node/nanoreth:src/node/consensus/reth_copy.rs, validate_block_post_execution).
func pseudo(all []receipt) int {
	n := 0
	for n < len(all) && all[n].cumulative == 0 {
		n++
	}
	return n
}

// receipts decodes the result of eth_getBlockReceipts: the receipts in order,
// and the logs of all of them. found is false for null: there is no such block.
func (s *scanner) receipts() (all []receipt, logs []types.Log, found bool, err error) {
	if s.peek() == 'n' {
		return nil, nil, false, s.word("null")
	}
	ls := &logScanner{scanner: s}
	err = s.array(func() error {
		all = append(all, receipt{from: len(logs), to: len(logs)})
		r := &all[len(all)-1]
		return s.object(func(name []byte) error { return ls.ofReceipt(r, name, &logs) })
	})
	for i := range all {
		if err == nil && all[i].seen != hasAllOfReceipt {
			err = s.fail("all members of a receipt before")
		}
	}
	return all, logs, true, err
}

func (s *logScanner) ofReceipt(r *receipt, name []byte, logs *[]types.Log) (err error) {
	var has uint16
	switch string(name) {
	case "type":
		r.kind, err = s.orNull(s.quantity)
	case "status":
		var status uint64
		has = hasOutcome
		if status, err = s.quantity(); status == 1 {
			r.outcome = []byte{1}
		}
	case "root":
		if s.peek() == 'n' {
			return s.word("null")
		}
		if r.outcome, err = s.scanner.bytes(); len(r.outcome) > 0 {
			has = hasOutcome
		}
	case "cumulativeGasUsed":
		has = hasCumulative
		r.cumulative, err = s.quantity()
	case "logsBloom":
		has, err = hasReceiptBloom, s.fixed(r.bloom[:])
	case "logs":
		has = hasLogs
		err = s.array(func() error {
			*logs = append(*logs, types.Log{})
			return s.log(&(*logs)[len(*logs)-1])
		})
		r.to = len(*logs)
	case "gasUsed":
		r.gas, err = s.quantity()
		r.costs.told = true
	case "from":
		err = s.address(&r.sender)
	case "to":
		err = s.address(&r.receiver)
	case "effectiveGasPrice":
		r.costs.price, err = s.raw()
	case "l1Fee":
		r.costs.place, err = s.raw()
	case "operatorFeeScalar", "operatorFeeConstant":
		var text []byte
		text, err = s.raw()
		r.costs.more = r.costs.more || !nothing(text)
	case "baseFee":
		var text []byte
		text, err = s.raw()
		if fee, ok := amount(text); ok {
			r.base = fee
		}
	case "depositNonce":
		r.nonce, err = s.orNull(s.quantity)
	case "depositReceiptVersion":
		r.versioned = s.peek() != 'n'
		r.version, err = s.orNull(s.quantity)
	default:
		return s.skip(maxDepth)
	}
	if err == nil && r.seen&has != 0 {
		return s.fail("each member of a receipt once before")
	}
	r.seen |= has
	return err
}

func (s *scanner) orNull(read func() (uint64, error)) (uint64, error) {
	if s.peek() == 'n' {
		return 0, s.word("null")
	}
	return read()
}

func (s *scanner) address(a *common.Address) error {
	if s.peek() == 'n' {
		return s.word("null")
	}
	return s.fixed(a[:])
}

// encoded are receipts as the root commits to them; logs are those of the block.
// The blooms are the node's: if one were wrong, so would the root be.
func encoded(all []receipt, logs []types.Log) [][]byte {
	size := 0
	for i := range all {
		size += all[i].size(logs)
	}
	text, values := make([]byte, 0, size), make([][]byte, len(all))
	for i := range all {
		start := len(text)
		text = all[i].encode(text, logs)
		values[i] = text[start:]
	}
	return values
}

// size is how long encode's text is.
func (r *receipt) size(logs []types.Log) int {
	content, _ := r.sizes(logs)
	if r.prefixed() {
		return listSize(content) + 1
	}
	return listSize(content)
}

// sizes are how long a receipt is without its head, and its logs without theirs.
func (r *receipt) sizes(logs []types.Log) (content, all int) {
	for i := r.from; i < r.to; i++ {
		all += listSize(sizeOfLog(&logs[i]))
	}
	content = stringSize(r.outcome) + rlp.IntSize(r.cumulative) + stringSize(r.bloom[:]) + listSize(all)
	if r.kind == depositType && r.versioned {
		content += rlp.IntSize(r.nonce) + rlp.IntSize(r.version)
	}
	if r.kind == celoType && r.base != nil {
		content += stringSize(r.base.Bytes())
	}
	return content, all
}

func sizeOfLog(l *types.Log) int {
	return 1 + common.AddressLength + listSize(len(l.Topics)*(1+common.HashLength)) + stringSize(l.Data)
}

// encode appends a receipt to text.
func (r *receipt) encode(text []byte, logs []types.Log) []byte {
	if r.prefixed() {
		text = append(text, byte(r.kind))
	}
	content, all := r.sizes(logs)
	text = appendString(appendList(text, content), r.outcome)
	text = appendString(rlp.AppendUint64(text, r.cumulative), r.bloom[:])
	text = appendList(text, all)
	for i := r.from; i < r.to; i++ {
		l := &logs[i]
		text = appendString(appendList(text, sizeOfLog(l)), l.Address[:])
		text = appendList(text, len(l.Topics)*(1+common.HashLength))
		for k := range l.Topics {
			text = appendString(text, l.Topics[k][:])
		}
		text = appendString(text, l.Data)
	}
	if r.kind == depositType && r.versioned {
		text = rlp.AppendUint64(rlp.AppendUint64(text, r.nonce), r.version)
	}
	if r.kind == celoType && r.base != nil {
		text = appendString(text, r.base.Bytes())
	}
	return text
}

// wanted are the logs that a filter wants.
func wanted(logs []types.Log, want chain.Filter) []types.Log {
	var some []types.Log
	for i := range logs {
		if want.Wants(&logs[i]) {
			some = append(some, logs[i])
		}
	}
	return some
}
