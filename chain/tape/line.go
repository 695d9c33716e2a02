package tape

import (
	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// format is the first line's name of this format.
const format = "brink tape 1"

// line is one line of a tape: exactly one of its members.
type line struct {
	Format string      `json:"format,omitempty"`
	Filter *filterLine `json:"filter,omitempty"`
	Step   *stepLine   `json:"step,omitempty"`
	Logs   *logsLine   `json:"logs,omitempty"`
	Call   *callLine   `json:"call,omitempty"`
	Fees   *feesLine   `json:"fees,omitempty"`
	End    *endLine    `json:"end,omitempty"`
}

// filterLine is a filter. Other lines name it by its place among the filters.
type filterLine struct {
	Addresses []common.Address `json:"addresses"`
	Topics    []common.Hash    `json:"topics"`
}

// stepLine is the answer to Next.
type stepLine struct {
	After  refLine    `json:"after"`
	Want   int        `json:"want"`
	Block  *blockLine `json:"block,omitempty"`
	Undo   bool       `json:"undo,omitempty"`
	Broken bool       `json:"finality_violated,omitempty"`
	Latest headLine   `json:"latest"`
	Safe   headLine   `json:"safe"`
	Final  headLine   `json:"final"`
}

type refLine struct {
	Number uint64      `json:"number"`
	Hash   common.Hash `json:"hash"`
}

type headLine struct {
	refLine
	Time uint64 `json:"time"`
}

type blockLine struct {
	headLine
	Parent common.Hash `json:"parent"`
	Logs   []logLine   `json:"logs"`
}

// logLine is a log without what its block says already.
type logLine struct {
	Address common.Address `json:"address"`
	Topics  []common.Hash  `json:"topics"`
	Data    hexutil.Bytes  `json:"data"`
	Tx      common.Hash    `json:"tx"`
	TxIndex uint           `json:"tx_index"`
	Index   uint           `json:"index"`
}

// logsLine is what a block's reader said of its logs.
type logsLine struct {
	Block common.Hash `json:"block"`
	Want  int         `json:"want"`
	Logs  []logLine   `json:"logs"`
}

// callLine is what a block's reader said to one call. Gone is chain.ErrGone.
type callLine struct {
	Block    common.Hash    `json:"block"`
	To       common.Address `json:"to"`
	Data     hexutil.Bytes  `json:"data"`
	Result   hexutil.Bytes  `json:"result"`
	Reverted bool           `json:"reverted,omitempty"`
	Gone     bool           `json:"gone,omitempty"`
}

// feesLine is what a block's reader said of what transactions paid; what isn't
// known is left out.
type feesLine struct {
	Block common.Hash                  `json:"block"`
	Paid  map[common.Hash]*uint256.Int `json:"paid"`
}

// endLine ends a tape that was closed.
type endLine struct {
	Steps int `json:"steps"`
}

func toRef(r chain.Ref) refLine    { return refLine{r.Number, r.Hash} }
func (r refLine) ref() chain.Ref   { return chain.Ref{Number: r.Number, Hash: r.Hash} }
func toHead(h chain.Head) headLine { return headLine{toRef(h.Ref), h.Time} }
func (h headLine) head() chain.Head {
	return chain.Head{Ref: h.ref(), Time: h.Time}
}

func toLogs(logs []types.Log) []logLine {
	lines := make([]logLine, len(logs))
	for i := range logs {
		l := &logs[i]
		lines[i] = logLine{l.Address, l.Topics, l.Data, l.TxHash, l.TxIndex, l.Index}
	}
	return lines
}

func (l *logLine) log(of headLine) types.Log {
	return types.Log{
		Address: l.Address, Topics: l.Topics, Data: l.Data, TxHash: l.Tx, TxIndex: l.TxIndex, Index: l.Index,
		BlockNumber: of.Number, BlockHash: of.Hash, BlockTimestamp: of.Time,
	}
}

// key tells calls of a block apart.
func key(c chain.Call) string { return string(c.To[:]) + string(c.Data) }
