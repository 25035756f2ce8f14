"""What visitors send is held in the server's memory while it stands in a page's uploader: all of it together has a bound."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from nncore.files.untrusted.bounds import HELD, HELD_FILES

TOO_LARGE = 413  # HTTP's word for it, which Streamlit shows beside the file
_keep = MemoryUploadedFileManager.add_file


def bound_what_is_held() -> None:
    """Have Streamlit refuse files beyond HELD megabytes or HELD_FILES: it knows a bound for each file, and none for all."""
    MemoryUploadedFileManager.add_file = _keep_within_bounds  # there is no setting for it


def _keep_within_bounds(held: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec) -> None:
    files, size = held._file_count + 1, held._total_bytes + len(file.data)  # which Streamlit counts for its statistics
    if files > HELD_FILES or size > HELD * 2**20:
        raise HTTPException(TOO_LARGE, "the server holds as many files as it can; try again in a few minutes")
    _keep(held, session_id, file)
