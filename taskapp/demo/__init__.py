"""The demo office: huyện Châu Thành as of 2021, two years of history and a lively present; all persons invented."""
