package rpc

import (
	"bytes"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

const (
	// minLogText: no log's JSON is shorter. Its hashes and its address alone, with
	// their names, are that long; so memory is bounded by what was received.
	minLogText = 300
	// At most so many hashes and bytes share a piece of memory.
	slabHashes = 1 << 10
	slabBytes  = 1 << 16
)

// The members that every log must have, once each.
const (
	hasAddress = 1 << iota
	hasTopics
	hasData
	hasBlockNumber
	hasBlockHash
	hasTxHash
	hasTxIndex
	hasIndex
	hasRemoved
	hasAll = 1<<iota - 1
)

// logScanner decodes logs into a few large pieces of memory: topics and data
// of many logs share one, so a log that is kept keeps its neighbours' too.
type logScanner struct {
	*scanner
	hashes []common.Hash
	bytes  []byte
}

// logs decodes the result of eth_getLogs.
func (s *scanner) logs() ([]types.Log, error) {
	rest := s.b[s.i:]
	ls := &logScanner{scanner: s}
	logs := make([]types.Log, 0, min(bytes.Count(rest, []byte{'{'}), len(rest)/minLogText))
	err := s.array(func() error {
		logs = append(logs, types.Log{})
		return ls.log(&logs[len(logs)-1])
	})
	return logs, err
}

func (s *logScanner) log(l *types.Log) error {
	var seen uint16
	err := s.object(func(name []byte) (err error) {
		var has uint16
		switch string(name) {
		case "address":
			has, err = hasAddress, s.fixed(l.Address[:])
		case "topics":
			has = hasTopics
			l.Topics, err = s.topics()
		case "data":
			has = hasData
			l.Data, err = s.data()
		case "blockNumber":
			has = hasBlockNumber
			l.BlockNumber, err = s.quantity()
		case "blockHash":
			has, err = hasBlockHash, s.fixed(l.BlockHash[:])
		case "transactionHash":
			has, err = hasTxHash, s.fixed(l.TxHash[:])
		case "transactionIndex":
			has = hasTxIndex
			l.TxIndex, err = s.index()
		case "logIndex":
			has = hasIndex
			l.Index, err = s.index()
		case "removed":
			has = hasRemoved
			l.Removed, err = s.boolean()
		default:
			return s.skip(maxDepth)
		}
		if seen&has != 0 {
			return s.fail("each member of a log once before")
		}
		seen |= has
		return err
	})
	if err == nil && seen|hasRemoved != hasAll {
		return s.fail("all members of a log before")
	}
	return err
}

// left is how many bytes are still to be read.
func (s *logScanner) left() int { return len(s.b) - s.i }

func (s *logScanner) index() (uint, error) {
	v, err := s.quantity()
	return uint(v), err
}

func (s *logScanner) topics() ([]common.Hash, error) {
	if cap(s.hashes)-len(s.hashes) < 4 {
		s.hashes = make([]common.Hash, 0, min(slabHashes, 4+s.left()/64))
	}
	start := len(s.hashes)
	err := s.array(func() error {
		if len(s.hashes)-start == 4 {
			return s.fail("no more than four topics")
		}
		s.hashes = s.hashes[:len(s.hashes)+1]
		return s.fixed(s.hashes[len(s.hashes)-1][:])
	})
	return s.hashes[start:len(s.hashes):len(s.hashes)], err
}

func (s *logScanner) data() ([]byte, error) {
	digits, err := s.hex()
	if err != nil {
		return nil, err
	}
	n := len(digits) / 2
	if len(digits) == 0 {
		return []byte{}, nil
	}
	if n > cap(s.bytes)-len(s.bytes) {
		s.bytes = make([]byte, 0, n+min(slabBytes, s.left()/8))
	}
	start := len(s.bytes)
	s.bytes = s.bytes[:start+n]
	data := s.bytes[start : start+n : start+n]
	if len(digits)%2 != 0 || !unhex(data, digits) {
		return nil, s.fail("whole bytes of hex before")
	}
	return data, nil
}
