"""Signing in and out, and what is refused before the page."""

from __future__ import annotations

from ui.strings.text import Text

SIGN_IN = Text("登录", "Sign in")
SIGN_IN_TEXT = Text(
    "请用这个资料库的账号登录。", "Use the account that you were given for this library."
)
USER_NAME = Text("用户名", "User name")
PASSWORD = Text("密码", "Password")
SIGN_IN_FORGOTTEN = Text(
    "忘了密码，请找管理资料库的人重设。",
    "Forgotten your password? Whoever runs the library can set a new one.",
)
SIGN_IN_WRONG = Text(
    "用户名或密码不对。请检查大小写和输入法，再试一次。",
    "The user name or the password is not right. Check capital letters and the keyboard, then try "
    "again.",
)
SIGN_IN_LOCKED = Text(
    "登录失败的次数太多。请过 {wait}再试。",
    "Too many attempts have failed. Try again in {wait}.",
)
SIGN_IN_BUSY = Text(
    "现在登录的人太多。请过 {wait}再试。",
    "Too many people are signing in at the moment. Try again in {wait}.",
)
WAIT_SECONDS = Text("{count} 秒", "{count} seconds", "1 second")
WAIT_MINUTES = Text("{count} 分钟", "{count} minutes", "1 minute")
SIGNED_OUT = Text("已退出登录。", "You are signed out.")
SIGN_OUT = Text("退出", "Sign out")
SIGN_OUT_NAMED = Text("退出登录（{user}）", "Sign out {user}")
SESSION_ENDED = Text(
    "登录已失效。请重新登录，再接着用。",
    "You are no longer signed in. Sign in again to go on.",
)
SIGN_IN_GOES_ON = Text("请稍候……", "One moment…")
SIGN_IN_GO_ON = Text("继续", "Go on")
REFUSED = Text("没有打开", "Not opened")
BACK_TO_PAGE = Text("回到首页", "Back to the page")
NOT_SIGNED_IN = Text(
    "请先登录，或者在请求里带上有效的令牌。",
    "Sign in first, or send a valid token as 'Authorization: Bearer TOKEN'.",
)
NOTHING_HERE = Text("这里没有内容。", "There is nothing here.")
HOST_REFUSED = Text(
    "这个页面不能用“{host}”这个地址打开。如果地址没有错，请让管理资料库的人把它加进设置 "
    "page.allowed_hosts。",
    "The page cannot be opened under the name {host}. If the name is right, whoever runs the "
    "library can add it to the setting page.allowed_hosts.",
)
ORIGIN_REFUSED = Text(
    "这个请求来自别的网站，没有执行。请回到首页再操作。",
    "This request came from another site and was not carried out. Go back to the page and try "
    "again there.",
)
METRICS_REFUSED = Text(
    "查看运行数据需要访问令牌（duizhao user token 用户名）；没有用户时只有本机可以查看。",
    "The figures need a token (duizhao user token NAME); without users they are shown on this "
    "computer alone.",
)
NOT_YOURS = Text("这是别人的会话。", "This session belongs to another user.")
BODY_TOO_LARGE = Text(
    "发送的内容太大，上限是 {limit} 字节。",
    "What was sent is too large; the limit is {limit} bytes.",
)
LENGTH_NEEDED = Text(
    "上传时要写明长度（Content-Length）。", "An upload must state its length (Content-Length)."
)
TOO_MANY_REQUESTS = Text(
    "请求太频繁。请过 {count} 秒再试。",
    "There were too many requests. Try again in {count} seconds.",
    "There were too many requests. Try again in 1 second.",
)
QUESTIONS_TOO_MANY = Text(
    "一分钟里问得太多了。请过 {count} 秒再问。",
    "These are many questions for one minute. Ask again in {count} seconds.",
    "These are many questions for one minute. Ask again in 1 second.",
)
UPLOADS_TOO_MANY = Text(
    "一分钟里上传得太多了。请过 {count} 秒再传。",
    "These are many uploads for one minute. Upload again in {count} seconds.",
    "These are many uploads for one minute. Upload again in 1 second.",
)
