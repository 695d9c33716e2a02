package feed

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// AppendJSON appends the entry's envelope as json.Marshal writes it. Data, which is JSON already, isn't read for that,
// and the rest is put together by hand: a block may bring hundreds of entries for which somebody waits.
func (e *Entry) AppendJSON(to []byte) ([]byte, error) {
	at := time.Unix(int64(e.Block.Time), 0).UTC()
	if year := at.Year(); year < 0 || year > 9999 {
		return nil, fmt.Errorf("writing entry %s: its year is %d", e.ID, year)
	}
	to = appendText(append(to, `{"specversion":"1.0","id":`...), e.ID)
	to = appendText(append(to, `,"source":"brink","type":`...), e.Type)
	to = appendText(append(to, `,"subject":`...), e.Subject)
	to = at.AppendFormat(append(to, `,"time":"`...), time.RFC3339)
	to = append(to, `","datacontenttype":"application/json","cursor":"`...)
	to = append(append(to, e.Cursor.String()...), `","seq":`...)
	to = strconv.AppendUint(to, uint64(e.Cursor), 10)
	to = strconv.AppendUint(append(to, `,"chain_id":`...), e.ChainID, 10)
	to = strconv.AppendUint(append(to, `,"block":{"number":`...), e.Block.Number, 10)
	to = appendHash(append(to, `,"hash":`...), &e.Block.Hash)
	to = at.AppendFormat(append(to, `,"timestamp":"`...), time.RFC3339)
	to = append(to, `"},"tx_hash":`...)
	if e.HasLog {
		to = append(appendHash(to, &e.TxHash), `,"log_index":`...)
		to = strconv.AppendUint(to, uint64(e.LogIndex), 10)
	} else {
		to = append(to, `null,"log_index":null`...)
	}
	to = appendText(append(to, `,"status":`...), string(e.Status))
	to = append(to, `,"data":`...)
	if len(e.Data) == 0 {
		return append(to, "null}"...), nil
	}
	return append(append(to, e.Data...), '}'), nil
}

func appendHash(to []byte, h *common.Hash) []byte {
	return append(hex.AppendEncode(append(to, `"0x`...), h[:]), '"')
}

// appendText appends a string, which next to always needs no escapes.
func appendText(to []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			text, _ := json.Marshal(s) // of a string it can't fail
			return append(to, text...)
		}
	}
	return append(append(append(to, '"'), s...), '"')
}
