package sqlite

import (
	"context"
	"fmt"
)

// LimitPages keeps the file from growing beyond so many pages, or its present size.
func (s *Store) LimitPages(ctx context.Context, pages int) error {
	_, err := s.write.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	return err
}
