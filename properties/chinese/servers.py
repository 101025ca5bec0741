"""What a group of Raft servers does, and what is found of it, in Traditional Chinese."""

STEPS = {
    "after step {n#} {who}, elected in term {t#}, has failed, and from then on and for ever, no server leads a later term": "在任期 {t} 當選的 {who} 於第 {n} 步之後故障，此後永遠沒有更新任期的 Leader",
    "{who} votes for {other} in term {t#}": "{who} 在任期 {t} 投票給 {other}",
    "no server leads a later term": "沒有更新任期的 Leader",
    "{who} times out and stands for election": "{who} 的倒數計時器結束，參選 Leader",
    "{who}, cut off from {others+}, times out and stands for election": "{who} 與 {others} 斷線，倒數計時器結束，參選 Leader",
    "{who} times out and asks who would vote for it": "{who} 的倒數計時器結束，先詢問誰願意投票給它",
    "{who}, cut off from {others+}, times out and asks who would vote for it": "{who} 與 {others} 斷線，倒數計時器結束，先詢問誰願意投票給它",
    "the time of all servers runs out in the same moment": "所有伺服器的倒數計時器同時結束",
    "{who} has not heard from its leader for the minimum election time-out": "{who} 在最短的選舉逾時內沒有收到 Leader 的訊息",
    "{who}, cut off from {others+}, has not heard from its leader for the minimum election time-out": "{who} 與 {others} 斷線，在最短的選舉逾時內沒有收到 Leader 的訊息",
    "{who} has heard from nobody during an election time-out": "{who} 在一個選舉逾時內沒有收到任何伺服器的訊息",
    "{who} has heard from {others+} during an election time-out": "{who} 在一個選舉逾時內收到 {others} 的訊息",
    "{who} receives a duplicate of {message:phrase} from {source}": "{who} 收到 {source} 重複送達的{message}",
    "{who} receives request {n#} acknowledged from {source}": "{who} 收到 {source} 的回覆：第 {n} 個請求已確認",
    "{who} receives request {n#} refused from {source}": "{who} 收到 {source} 的回覆：第 {n} 個請求遭拒",
    "{who} receives {message:phrase} from {source}": "{who} 收到 {source} 的{message}",
    "{message:phrase} from {source} to {destination}": "{source} 送給 {destination} 的{message}",
    "lost: {message:phrase} from {source} to {destination}": "遺失：{source} 送給 {destination} 的{message}",
    "{who} sends AppendEntries to {peer}": "{who} 向 {peer} 發送 AppendEntries",
    "{who} sends a heartbeat to {peer}": "{who} 向 {peer} 發送心跳訊息",
    "a client asks {who} to store {value}": "使用者要求 {who} 寫入 {value}",
    "an administrator asks {who} to change to {target:phrase}": "管理員要求 {who} 將組態變更為：{target}",
    "{who} leaves the joint phase": "{who} 結束聯合階段",
    "{who} crashes": "{who} 當機",
    "{who} restarts": "{who} 重新啟動",
    "the link between {ends+} is cut": "{ends} 之間的連線中斷",
    "the link between {ends+} is healed": "{ends} 之間的連線恢復",
    "{who}, cut off from {others+}, has heard from nobody during an election time-out": "{who} 與 {others} 斷線，在一個選舉逾時內沒有收到任何伺服器的訊息",
    "{who}, cut off from {others+}, has heard from {more+} during an election time-out": "{who} 與 {others} 斷線，在一個選舉逾時內收到 {more} 的訊息",
    "{who} adopts the term of {message:phrase} from {source}": "{who} 採用 {source} 的{message}的任期",
    "{who} becomes the leader": "{who} 成為 Leader",
    "{who} computes its commit index": "{who} 計算自己的提交索引",
    "{who} sends RequestVote to itself": "{who} 向自己發送投票請求",
    "{who} sends RequestVote to {peer}": "{who} 向 {peer} 發送投票請求",
    "the apiserver asks {who} to store {value}": "apiserver 要求 {who} 寫入 {value}",
    "the apiserver hears from {who} that {value} is stored": "apiserver 從 {who} 得知 {value} 已寫入",
}

MESSAGES = {
    "RequestVote(term {t#}, last log index {i#} of term {u#})": "投票請求（任期 {t}，Log 最後的索引 {i}、任期 {u}）",
    "RequestPreVote(term {t#}, last log index {i#} of term {u#})": "預投票請求（任期 {t}，Log 最後的索引 {i}、任期 {u}）",
    "RequestVoteResponse(term {t#}, granted)": "投票回覆（任期 {t}，同意）",
    "RequestVoteResponse(term {t#}, refused)": "投票回覆（任期 {t}，拒絕）",
    "PreVoteResponse(term {t#}, granted)": "預投票回覆（任期 {t}，同意）",
    "PreVoteResponse(term {t#}, refused)": "預投票回覆（任期 {t}，拒絕）",
    "AppendEntries(term {t#}, heartbeat, after index {i#} of term {u#}, leader's commit index {c#})": (
        "心跳訊息（任期 {t}，接在索引 {i}、任期 {u} 之後，Leader 的提交索引 {c}）"
    ),
    "AppendEntries(term {t#}, {what:phrase}, after index {i#} of term {u#}, leader's commit index {c#})": (
        "AppendEntries（任期 {t}：{what}，接在索引 {i}、任期 {u} 之後，Leader 的提交索引 {c}）"
    ),
    "AppendEntries(term {t#}, {one:phrase} and {other:phrase}, after index {i#} of term {u#}, leader's commit index {c#})": (
        "AppendEntries（任期 {t}：{one}、{other}，接在索引 {i}、任期 {u} 之後，Leader 的提交索引 {c}）"
    ),
    "AppendEntriesResponse(term {t#}, success up to index {i#})": "AppendEntries 回覆（任期 {t}，成功，直到索引 {i}）",
    "AppendEntriesResponse(term {t#}, refused)": "AppendEntries 回覆（任期 {t}，拒絕）",
    "{value} (term {t#})": "{value}（任期 {t}）",
    "no-op (term {t#})": "no-op（任期 {t}）",
    "joint: {old:code} and {new:code} (term {t#})": "聯合組態 {old} 與 {new}（任期 {t}）",
    "voters {who:code} (term {t#})": "投票者 {who}（任期 {t}）",
    "voters {who:code}, learners {others:code} (term {t#})": "投票者 {who}、學習者 {others}（任期 {t}）",
    "joint: {old:code} and {new:code}": "聯合組態 {old} 與 {new}",
    "voters {who:code}, learners {others:code}": "投票者 {who}、學習者 {others}",
    "voters {who:code}": "投票者 {who}",
    "{entry:phrase} at index {i#}, committed in term {t#}": "索引 {i} 的{entry}，已在任期 {t} 提交",
}

LABELS = {
    "RequestVote, term {t#}": "投票請求，任期 {t}",
    "RequestPreVote, term {t#}": "預投票請求，任期 {t}",
    "vote granted, term {t#}": "同意投票，任期 {t}",
    "vote refused, term {t#}": "拒絕投票，任期 {t}",
    "pre-vote granted, term {t#}": "同意預投票，任期 {t}",
    "pre-vote refused, term {t#}": "拒絕預投票，任期 {t}",
    "append {log:phrase}, term {t#}": "複製 {log}，任期 {t}",
    "has up to {i#}, term {t#}": "已有到索引 {i}，任期 {t}",
    "heartbeat, term {t#}": "心跳訊息，任期 {t}",
    "refused, term {t#}": "拒絕，任期 {t}",
    "time out": "倒數結束",
    "lease": "租約到期",
    "quorum": "檢查大多數",
    "deliver": "送達",
    "request": "請求",
    "send": "發送",
    "heartbeat": "心跳訊息",
    "crash": "當機",
    "restart": "重新啟動",
    "lose": "遺失",
    "change": "變更組態",
    "leave": "離開",
    "duplicate": "重複",
    "cut": "斷線",
    "heal": "恢復連線",
    "advance commit": "推進提交索引",
    "ask vote": "請求投票",
    "become leader": "成為 Leader",
    "drop": "丟棄",
    "receive": "收到",
    "update term": "更新任期",
}

FOUND = {
    "from the beginning and for ever, no server leads": "從一開始就沒有 Leader，而且永遠不會有",
    "again and again, for ever, no server leads term {t#}, the latest": "最新的任期 {t} 一再沒有 Leader，永無止境",
    "again and again, for ever, no server leads the latest term": "最新的任期一再沒有 Leader，永無止境",
    "again and again, for ever, no server leads a term that a majority is in": "大多數伺服器所在的任期一再沒有 Leader，永無止境",
    "again and again, for ever, {what:phrase}": "一再如此，永無止境：{what}",
    "from the beginning and for ever, {what:phrase}": "從一開始就永遠如此：{what}",
    "from step {n#} on and for ever, {what:phrase}": "從第 {n} 步起永遠如此：{what}",
    "from some time on and for ever, {what:phrase}": "從某個時候起永遠如此：{what}",
    "in the beginning {what:phrase}, and from then on and for ever, {again:phrase}": "一開始，{what}；從此永遠如此：{again}",
    "after step {n#} {what:phrase}, and from then on and for ever, {again:phrase}": "第 {n} 步之後，{what}；從此永遠如此：{again}",
    "{one} and {other} were both elected in term {t#}": "{one} 與 {other} 都在任期 {t} 當選",
    "{who} was twice elected in term {t#}": "{who} 在任期 {t} 當選了兩次",
    "{one} and {other} both lead term {t#}": "{one} 與 {other} 都是任期 {t} 的 Leader",
    "{who} leads term {t#} without {entry:phrase} at index {i#}, committed in term {u#} (as {other} knows)": (
        "{who} 是任期 {t} 的 Leader，卻缺少索引 {i} 的{entry}，而 {other} 知道它已在任期 {u} 提交"
    ),
    "{who} leads term {t#} and {other} leads term {u#} at the same time": "{who} 是任期 {t} 的 Leader，同時 {other} 是任期 {u} 的 Leader",
    "{who} leads term {t#} with no vote at all": "{who} 是任期 {t} 的 Leader，卻沒有任何選票",
    "{who} leads term {t#} with the votes of {voters+} only": "{who} 是任期 {t} 的 Leader，選票只來自 {voters}",
    "{who} leads term {t#}": "{who} 是任期 {t} 的 Leader",
    "no server leads term {t#}, the latest": "最新的任期 {t} 沒有 Leader",
    "no server leads the latest term": "最新的任期沒有 Leader",
    "no server leads a term that a majority is in": "大多數伺服器所在的任期沒有 Leader",
    "no server leads": "沒有 Leader",
    "no server leads, and {who} has refused {other} its vote": "沒有 Leader，而 {who} 拒絕投票給 {other}",
    "no server leads, and {who} is a follower": "沒有 Leader，而 {who} 是 Follower",
    "{who+} are up, a majority of {voters:code}, and nobody leads": "{who} 運作中，是 {voters} 的大多數，卻沒有 Leader",
    "{entry:phrase} at index {i#}, committed in term {u#} (as {other} knows), is on the disk of {who} only": (
        "{other} 知道索引 {i} 的{entry}已在任期 {u} 提交，但它只在 {who} 的磁碟上"
    ),
    "{who} knows of {entry:phrase} at index {i#}, committed in term {u#}": "{who} 得知索引 {i} 的{entry}已在任期 {u} 提交",
    "{who} has committed {entry:phrase}, and of the followers {others+} has it: {n#}, not {m#}": (
        "{who} 已提交{entry}，而 Follower 之中只有 {others} 擁有它：{n} 個，不是 {m} 個"
    ),
    "{who} has committed {entry:phrase}, and of the followers {others+} have it: {n#}, not {m#}": (
        "{who} 已提交{entry}，而 Follower 之中只有 {others} 擁有它：{n} 個，不是 {m} 個"
    ),
    "{who} has voted for {other} in term {t#}, and {leader} leads term {u#}": "{who} 在任期 {t} 投票給 {other}，而 {leader} 是任期 {u} 的 Leader",
    "at index {i#}, {one} applied {entry:phrase} and {other} applied {another:phrase}": (
        "在索引 {i}，{one} 執行了{entry}，{other} 卻執行了{another}"
    ),
    "the logs of {one} and {other} both have an entry of term {t#} at index {i#}, but at index {j#} {a} has {x:phrase} and {b} has {y:phrase}": (
        "{one} 與 {other} 的 Log 在索引 {i} 都有任期 {t} 的項目，但在索引 {j}，{a} 有{x}，{b} 卻有{y}"
    ),
    "{who} took its commit index back from {i#} to {j#}": "{who} 把提交索引從 {i} 退回 {j}",
    "{who} took what it knows of {other} back from index {i#} to {j#}": "{who} 把它對 {other} 所知的索引從 {i} 退回 {j}",
    "{who} led term {t#} and granted a pre-vote": "{who} 是任期 {t} 的 Leader，卻同意了預投票",
    "{who} led term {t#}, and leads on in term {u#}": "{who} 是任期 {t} 的 Leader，到任期 {u} 仍是 Leader",
    "{who} led term {t#}, and votes for {other} in term {u#}": "{who} 是任期 {t} 的 Leader，卻在任期 {u} 投票給 {other}",
    "{who} had just heard from the leader of term {t#}, and votes for {other} in term {u#}": "{who} 剛收到任期 {t} 之 Leader 的訊息，卻在任期 {u} 投票給 {other}",
    "{who} led term {t#}, and follows in term {u#}": "{who} 是任期 {t} 的 Leader，到任期 {u} 成為 Follower",
    "{who} went from term {t#} to {u#} as a pre-candidate": "{who} 還在詢問預投票，任期就從 {t} 變成 {u}",
    "{who} voted for itself as a pre-candidate": "{who} 還在詢問預投票，就投票給自己",
    "{who} went back from term {t#} to {u#}": "{who} 的任期從 {t} 倒退回 {u}",
    "{who} forgot term {t#}, in which it had voted for {other}": "{who} 忘了任期 {t}，它在那個任期投票給 {other}",
    "{who} forgot that it had voted for {other} in term {t#}": "{who} 忘了自己在任期 {t} 投票給 {other}",
    "in term {t#}, {who} voted for {one} and then for {other}": "在任期 {t}，{who} 先投票給 {one}，又投票給 {other}",
    "{one} was elected in term {t#}, and {other} in term {u#}": "{one} 在任期 {t} 當選，{other} 在任期 {u} 當選",
    "all {n#} servers voted in term {t#}, and no candidate got more than {m#}": (
        "{n} 台伺服器都在任期 {t} 投了票，卻沒有候選人得到超過 {m} 票"
    ),
    "{who} overwrites {one:phrase} with {other:phrase} at index {i#}": "{who} 在索引 {i} 用{other}覆寫了{one}",
    "{who} stands in term {t#}, which {other} leads": "{who} 在任期 {t} 仍在參選，而該任期的 Leader 是 {other}",
    "{who} stands in term {t#}, while {other} leads term {u#}": "{who} 在任期 {t} 參選，而 {other} 是任期 {u} 的 Leader",
    "{who}, leader of term {t#}, waits for {entry:phrase} to be committed": "{who} 是任期 {t} 的 Leader，仍在等待{entry}提交",
    "{who} is a candidate of term {t#}, and has not voted for itself": "{who} 是任期 {t} 的 Candidate，卻沒有投票給自己",
    "{who} starts as a {role:phrase}": "{who} 啟動時是 {role}",
    "{who} has {entry:phrase}, and {leader}, which leads term {t#}, does not": "{who} 有{entry}，而任期 {t} 的 Leader {leader} 沒有",
    "{who}, leader of term {t#}, did not keep its log": "{who} 是任期 {t} 的 Leader，卻沒有保留自己的 Log",
    "{who} is in term {t#}, and nobody stood for election in it": "{who} 處於任期 {t}，而沒有人在該任期參選",
    "every current term + {n#}": "任期加 {n}",
    "{one} talks to {other}, and no apiserver relays it: {what:phrase}": "{one} 直接與 {other} 溝通，沒有經過 apiserver：{what}",
}

ACCOUNTS = {
    "{one:phrase}; {other:phrase}: {voters+} voted twice": "{one}；{other}：{voters} 投了兩次票",
    "{one:phrase}; {other:phrase}: no server voted for both": "{one}；{other}：沒有伺服器同時投給兩者",
    "{one:phrase}; {other:phrase}: it had forgotten the first": "{one}；{other}：它忘了第一次當選",
    "{one:phrase}; {other:phrase}: the vote of {voters+} was counted for both, and was given to one of them in that term": (
        "{one}；{other}：{voters} 的選票兩邊都計入了，但在該任期只投給其中一個"
    ),
    "{election:phrase}; of these, {had+} had {entry:phrase} at index {i#}": "{election}；其中 {had} 擁有索引 {i} 的{entry}",
    "{election:phrase}, none of whom had {entry:phrase} at index {i#}: it was in the log of nobody": (
        "{election}，其中沒有人擁有索引 {i} 的{entry}，它也不在任何伺服器的 Log 中"
    ),
    "{election:phrase}, none of whom had {entry:phrase} at index {i#}: it was in the log of {holders+}": (
        "{election}，其中沒有人擁有索引 {i} 的{entry}：它在 {holders} 的 Log 中"
    ),
    "{who} was elected in term {t#} with the votes of {voters+}": "{who} 以 {voters} 的選票在任期 {t} 當選",
}

REFUSALS = {
    "when it was written, the file said: {what:phrase}": "這份檔案寫成時說：{what}",
    "On the model as it is now, {held:phrase}.": "在目前的模型上，{held}。",
    "the limit of {n#} seconds": "達到 {n} 秒的上限",
    "the limit of {n#} states": "達到 {n} 個狀態的上限",
    "the limit of {n#} actions": "達到 {n} 個動作的上限",
    "the limit of {n#} MiB of memory": "達到 {n} MiB 記憶體的上限",
    "there is no deadlock": "沒有死結",
    "no action is enabled": "沒有任何動作可以發生",
    "In every state, some action is enabled.": "在每個狀態都有動作可以發生。",
    "the message is not in flight: {message:phrase} from {source} to {destination}": (
        "該訊息並不在途中：{source} 送給 {destination} 的{message}"
    ),
    "it waits for what is urgent, and something is": "要等較緊急的動作先發生",
}

SERVERS = {**STEPS, **LABELS, **ACCOUNTS, **MESSAGES, **FOUND, **REFUSALS}
