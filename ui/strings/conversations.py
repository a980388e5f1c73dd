"""Conversations that are kept, and what users think of answers."""

from __future__ import annotations

from ui.strings.text import Text

TALKS = Text("对话记录", "Conversations")
TALKS_OPEN = Text("对话记录", "Conversations")
TALKS_CLOSE = Text("收起对话记录", "Hide conversations")
TALKS_SEARCH = Text("在标题里查找", "Search in titles")
TALKS_EMPTY = Text(
    "提问之后，对话会保存在这里。", "Conversations are kept here once you have asked something."
)
TALKS_NONE_FOUND = Text("没有标题符合的对话。", "No conversation has this in its title.")
TALKS_MORE = Text(
    "这里列出最近的 {count} 个，其余请按标题查找。",
    "The latest {count} are listed; search for the others by title.",
)
TALK_UNTITLED = Text("未命名的对话", "Untitled conversation")
TALK_MENU = Text("“{title}”的更多操作", "More for “{title}”")
TALK_RENAME = Text("重命名", "Rename")
TALK_TITLE = Text("对话标题", "Title of the conversation")
TALK_EXPORT_MD = Text("导出为 Markdown", "Export as Markdown")
TALK_EXPORT_DOCX = Text("导出为 Word", "Export as Word")
TALK_EXPORT_FEEDBACK = Text("导出评价（JSONL）", "Export feedback (JSONL)")
TALK_NO_FEEDBACK = Text(
    "这个对话里还没有评价过的回答。", "No answer of this conversation has been rated yet."
)
TALK_DELETE = Text("删除", "Delete")
TALK_DELETE_TITLE = Text("删除这个对话？", "Delete this conversation?")
TALK_DELETE_TEXT = Text(
    "问题、回答和评价都会删除，无法恢复。资料不受影响。",
    "Its questions, answers and feedback are deleted for good. Documents are not touched.",
)
TALK_KEEP = Text("保留", "Keep")
TALK_GONE = Text(
    "找不到这个对话，可能已经删除，或者属于别的用户。",
    "This conversation cannot be found. It may have been deleted, or belong to another user.",
)
TALK_BRANCHED = Text(
    "这个对话在另一个窗口里有了变化，这里的内容已另存为一个新的对话，两边都没有丢失。",
    "This conversation was changed in another window. What you see here is kept as a conversation "
    "of its own; nothing of either is lost.",
)
TALKS_FAILED = Text(
    "对话记录现在用不了。", "Conversations cannot be read or written at the moment."
)
NOT_KEPT = Text(
    "这个对话没有保存，刷新页面后会消失。可以继续提问。",
    "This conversation is not saved: it is gone once the page is reloaded. You can go on asking.",
)
TALK_DAYS: dict[str, Text] = {
    "today": Text("今天", "Today"),
    "yesterday": Text("昨天", "Yesterday"),
    "week": Text("过去七天", "Previous 7 days"),
    "month": Text("过去三十天", "Previous 30 days"),
    "older": Text("更早", "Older"),
}

# Editing a question
EDIT_QUESTION = Text("修改问题", "Edit the question")
EDIT_SEND = Text("重新提问", "Ask again")
EDIT_UNDO = Text("取消", "Cancel")
EDIT_DROPS = Text(
    "重新提问后，后面的问题和回答会被替换。",
    "Asking again replaces the questions and answers after this one.",
)
EDIT_NOT_ASKED = Text(
    "修改后的问题没有得到回答，对话仍是原来的样子。",
    "The edited question could not be asked; the conversation is as it was.",
)

# Feedback
RATE = Text("这个回答有用吗？", "Is this answer useful?")
RATE_UP = Text("有用", "Useful")
RATE_DOWN = Text("没用", "Not useful")
RATE_COMMENT = Text("想说明的话（可不填）", "Comment (optional)")
RATE_SAVE = Text("保存", "Save")
RATE_SAVED = Text("已保存", "Saved")
RATE_TAKEN_BACK = Text("已撤回", "Taken back")
RATE_FAILED = Text("没有保存成", "Could not be saved")
