"""受講後アンケート: what is asked after a course, of whom, and the answers. Where nobody is named, nobody is kept."""
