"""What a group of Raft servers does, and what is found of it, in Traditional Chinese."""

STEPS = {
    "{who} times out and stands for election": "{who} 倒數計時結束，參選",
    "{who} times out and asks who would vote for it": "{who} 倒數計時結束，先詢問誰願意投票給它",
    "the time of all servers runs out in the same moment": "所有伺服器的倒數計時同時結束",
    "{who} has not heard from its leader for the minimum election time-out": "{who} 在最短選舉逾時內沒有收到 Leader 的消息",
    "{who} has heard from nobody during an election time-out": "{who} 在一個選舉逾時內沒有收到任何人的消息",
    "{who} has heard from {others+} during an election time-out": "{who} 在一個選舉逾時內收到 {others} 的消息",
    "{who}, cut off from {others+},": "{who}（與 {others} 斷線）",
    "{who} receives a duplicate of {message} from {source}": "{who} 收到來自 {source} 的重複訊息 {message}",
    "{who} receives {message} from {source}": "{who} 收到來自 {source} 的 {message}",
    "lost: {message} from {source} to {destination}": "遺失：{source} 送給 {destination} 的 {message}",
    "{who} sends AppendEntries to {peer}": "{who} 傳送 AppendEntries 給 {peer}",
    "{who} sends a heartbeat to {peer}": "{who} 傳送心跳訊息給 {peer}",
    "a client asks {who} to store {value}": "客戶端請 {who} 寫入 {value}",
    "an administrator asks {who} to change to {target}": "管理者請 {who} 改為{target}",
    "{who} leaves the joint phase": "{who} 結束聯合階段",
    "{who} crashes; what runs goes on": "{who} 當機；正在執行的繼續執行",
    "{who} crashes": "{who} 當機",
    "{who} restarts": "{who} 重新啟動",
    "the link between {ends+} is cut": "{ends} 之間的連線中斷",
    "the link between {ends+} is healed": "{ends} 之間的連線恢復",
}

MESSAGES = {
    "RequestVote(term {t}, last log index {i} of term {u})": "RequestVote（任期 {t}，Log 末端索引 {i}、任期 {u}）",
    "RequestPreVote(term {t}, last log index {i} of term {u})": "RequestPreVote（任期 {t}，Log 末端索引 {i}、任期 {u}）",
    "RequestVoteResponse(term {t}, {said})": "RequestVoteResponse（任期 {t}，{said}）",
    "PreVoteResponse(term {t}, {said})": "PreVoteResponse（任期 {t}，{said}）",
    "AppendEntries(term {t}, {what}, after index {i} of term {u}, leader's commit index {c})": (
        "AppendEntries（任期 {t}，{what}，接在索引 {i}、任期 {u} 之後，Leader 的提交索引 {c}）"
    ),
    "AppendEntriesResponse(term {t}, success up to index {i})": "AppendEntriesResponse（任期 {t}，成功，直到索引 {i}）",
    "AppendEntriesResponse(term {t}, {said})": "AppendEntriesResponse（任期 {t}，{said}）",
    "joint: {old} and {new} (term {t})": "聯合組態 {old} 與 {new}（任期 {t}）",
    "voters {who} (term {t})": "投票者 {who}（任期 {t}）",
    "joint: {old} and {new}": "聯合組態 {old} 與 {new}",
    "voters {who}": "投票者 {who}",
    "granted": "同意",
    "refused": "拒絕",
    "heartbeat": "心跳訊息",
}

LABELS = {
    "RequestVote, term {t}": "請求投票，任期 {t}",
    "RequestPreVote, term {t}": "請求預投票，任期 {t}",
    "vote granted, term {t}": "同意投票，任期 {t}",
    "vote refused, term {t}": "拒絕投票，任期 {t}",
    "pre-vote granted, term {t}": "同意預投票，任期 {t}",
    "pre-vote refused, term {t}": "拒絕預投票，任期 {t}",
    "append {what}, term {t}": "複製 {what}，任期 {t}",
    "has up to {i}, term {t}": "已有至 {i}，任期 {t}",
    "heartbeat, term {t}": "心跳，任期 {t}",
    "refused, term {t}": "拒絕，任期 {t}",
    "time out": "逾時",
    "lease": "租約到期",
    "quorum": "檢查多數",
    "deliver": "送達",
    "request": "請求",
    "send": "傳送",
    "crash": "當機",
    "restart": "重啟",
    "lose": "遺失",
    "change": "變更組態",
    "leave": "離開",
    "duplicate": "重複",
    "cut": "斷線",
    "heal": "恢復連線",
}

FIELDS = {
    "role": "角色",
    "term": "任期",
    "voted for": "投給",
    "votes": "得票",
    "commit index": "提交索引",
    "knows of {who}": "對 {who} 所知",
    "elected in terms": "當選的任期",
    "took for committed": "視為已提交",
    "follows": "跟隨",
    "requests": "請求次數",
    "crashes": "當機次數",
    "losses": "遺失次數",
    "duplicates": "重複次數",
    "cuts": "斷線次數",
    "changes": "變更次數",
}

FOUND = {
    "again and again, for ever, {what}": "永遠一再如此：{what}",
    "from the beginning and for ever, {what}": "從一開始就永遠如此：{what}",
    "from step {n} on and for ever, {what}": "從第 {n} 步起永遠如此：{what}",
    "from some time on and for ever, {what}": "從某個時候起永遠如此：{what}",
    "in the beginning {what}, and from then on and for ever, {again}": "一開始，{what}；從此永遠：{again}",
    "after step {n} {what}, and from then on and for ever, {again}": "第 {n} 步之後，{what}；從此永遠：{again}",
    "{one} and {other} were both elected in term {t}": "{one} 和 {other} 都在任期 {t} 當選",
    "{who} was twice elected in term {t}": "{who} 在任期 {t} 當選了兩次",
    "{one} and {other} both lead term {t}": "{one} 和 {other} 同時是任期 {t} 的 Leader",
    "{who} leads term {t} without {entry} at index {i}, committed in term {u} (as {other} knows)": (
        "{who} 是任期 {t} 的 Leader，卻沒有索引 {i} 的 {entry}，而它已在任期 {u} 提交（{other} 知道）"
    ),
    "no server leads term {t}, the latest": "最新的任期 {t} 沒有 Leader",
    "no server leads the latest term": "最新的任期沒有 Leader",
    "no server leads a term that a majority is in": "大多數伺服器所在的任期沒有 Leader",
    "no server leads": "沒有 Leader",
    "{who+} are up, a majority of {{voters+}}, and nobody leads": (
        "{who} 運作中，是 {{voters}} 的大多數，卻沒有 Leader"
    ),
    "{who} leads term {t}": "{who} 是任期 {t} 的 Leader",
    "{entry} at index {i}, committed in term {u} (as {other} knows), is on the disk of {who} only": (
        "索引 {i} 的 {entry} 已在任期 {u} 提交（{other} 知道），卻只在 {who} 的硬碟上"
    ),
    "{who} knows of {entry} at index {i}, committed in term {u}": "{who} 知道索引 {i} 的 {entry} 已在任期 {u} 提交",
    "at index {i}, {one} applied {entry} and {other} applied {another}": (
        "在索引 {i}，{one} 執行了 {entry}，{other} 卻執行了 {another}"
    ),
    "the logs of {one} and {other} both have an entry of term {t} at index {i}, but at index {j} {a} has {x} and {b} has {y}": (
        "{one} 和 {other} 的 Log 在索引 {i} 都有任期 {t} 的項目，但在索引 {j}，{a} 有 {x}，{b} 卻有 {y}"
    ),
    "{who} took its commit index back from {i} to {j}": "{who} 把提交索引從 {i} 退回 {j}",
    "{who} took what it knows of {other} back from index {i} to {j}": "{who} 把它對 {other} 所知的索引從 {i} 退回 {j}",
    "{who} led term {t} and granted a pre-vote": "{who} 是任期 {t} 的 Leader，卻同意了預投票",
    "{who} went from term {t} to {u} as a pre-candidate": "{who} 還在詢問預投票，任期就從 {t} 變成 {u}",
    "{who} went back from term {t} to {u}": "{who} 的任期從 {t} 倒退回 {u}",
    "{who} forgot term {t}, in which it had voted for {other}": "{who} 忘了任期 {t}，它在那個任期投給了 {other}",
    "{who} forgot that it had voted for {other} in term {t}": "{who} 忘了自己在任期 {t} 投給了 {other}",
    "in term {t}, {who} voted for {one} and then for {other}": "在任期 {t}，{who} 先投給 {one}，又投給 {other}",
    "{one} was elected in term {t}, and {other} in term {u}": "{one} 在任期 {t} 當選，{other} 在任期 {u} 當選",
    "all {n} servers voted in term {t}, and no candidate got more than {m}": (
        "任期 {t} 的 {n} 台伺服器都投了票，卻沒有候選人得到超過 {m} 票"
    ),
    "{who} overwrites {one} with {other} at index {i}": "{who} 在索引 {i} 用 {other} 覆寫了 {one}",
    "{who} stands in term {t}, which {other} leads": "{who} 在任期 {t} 仍在參選，而該任期的 Leader 是 {other}",
    "{who}, leader of term {t}, waits for {entry} to be committed": "{who} 是任期 {t} 的 Leader，還在等 {entry} 提交",
    "{who} is in term {t}, and nobody stood for election in it": "{who} 處於任期 {t}，而沒有人在該任期參選",
    "every current term + {n}": "每個任期 + {n}",
}

ACCOUNTS = {
    "{one}; {other}: {voter+} voted twice": "{one}；{other}：{voter} 投了兩次票",
    "{one}; {other}: no server voted for both": "{one}；{other}：沒有伺服器同時投給兩者",
    "{one}; {other}: it had forgotten the first": "{one}；{other}：它忘了第一次當選",
    "{one}; {other}: the vote of {voter+} was counted for both, and was given to one of them in that term": (
        "{one}；{other}：{voter} 的票被兩邊都計入，但在該任期只投給其中一個"
    ),
    "{election}; of these, {had+} had {entry} at index {i}": "{election}；其中 {had} 有索引 {i} 的 {entry}",
    "{election}, none of whom had {entry} at index {i}: it was in the log of {holders+}": (
        "{election}，其中沒有人有索引 {i} 的 {entry}：它在 {holders} 的 Log 中"
    ),
    "{who} was elected in term {t} with the votes of {voters+}": "{who} 以 {voters} 的選票在任期 {t} 當選",
}

REFUSALS = {
    "That was so when it was written: on the model as it is now, {held}.": "寫下時確實如此；但在目前的模型上，{held}。",
    "there is no deadlock": "沒有死結",
    "{what} holds": "{what} 成立",
    "no action is enabled": "沒有任何動作可以發生",
    "In every state, some action is enabled.": "在每個狀態都有動作可以發生。",
    "the message is not in flight: {message} from {source} to {destination}": (
        "該訊息並不在途中：{source} 送給 {destination} 的 {message}"
    ),
    "{who} does not take {event} in the state that it is in": "{who} 在目前的狀態下不接受 {event}",
    "it goes beyond the bound on {what}": "超出了 {what} 的界限",
    "it waits for what is urgent, and something is": "它要等較緊急的動作先發生",
}

ENTRIES = {"{value} (term {t})": "{value}（任期 {t}）"}

SERVERS = {**STEPS, **LABELS, **ACCOUNTS, **FIELDS, **MESSAGES, **FOUND, **REFUSALS}
"""Not `ENTRIES`, which fit whatever ends so: they are the last of all."""
