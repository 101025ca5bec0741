"""What the model says in English, in the Chinese of Taiwan: the steps of the claims' runs, and findings.

A phrase is a sentence, or a part of one, and the same in Chinese. ``{0}`` stands for a word, ``<0>`` for any
words: what is there is translated in turn, and stands at ``{0}`` in the Chinese.
"""

ELECTIONS = (
    ("{0} times out and stands for election", "{0} 的倒數計時器結束，參選 Leader"),
    (
        "{0}, cut off from {1}, times out and stands for election",
        "{0} 與 {1} 斷線，倒數計時器結束，參選 Leader",
    ),
    ("{0} times out and asks who would vote for it", "{0} 的倒數計時器結束，先詢問誰會投票給它"),
    ("the time of all servers runs out in the same moment", "所有成員的倒數計時器同時結束"),
    ("{0} sends AppendEntries to {1}", "{0} 向 {1} 發送 AppendEntries"),
    ("a client asks {0} to store {1}", "使用者要求 {0} 寫入 {1}"),
    ("{0} crashes", "{0} 當機"),
    ("{0} restarts", "{0} 重新啟動"),
    ("the link between {0} and {1} is cut", "{0} 與 {1} 之間的連線中斷"),
    (
        "RequestVote(term {0}, last log index {1} of term {2})",
        "投票請求（任期 {0}，自己的 Log 最後為索引 {1}、任期 {2}）",
    ),
    (
        "RequestPreVote(term {0}, last log index {1} of term {2})",
        "預投票請求（任期 {0}，自己的 Log 最後為索引 {1}、任期 {2}）",
    ),
    ("PreVoteResponse(term {0}, granted)", "預投票回覆（任期 {0}，同意）"),
    ("RequestVoteResponse(term {0}, granted)", "投票回覆（任期 {0}，同意）"),
    ("RequestVoteResponse(term {0}, refused)", "投票回覆（任期 {0}，拒絕）"),
    ("AppendEntries(term {0}, heartbeat, <1>)", "心跳訊息（任期 {0}）"),
    (
        "AppendEntries(term {0}, {1} (term {2}), after index {3} of term {4}, leader's commit index {5})",
        "AppendEntries（任期 {0}：在索引 {3} 之後加入任期 {2} 的 {1}，Leader 已提交到索引 {5}）",
    ),
    (
        "AppendEntriesResponse(term {0}, success up to index {1})",
        "AppendEntries 回覆（任期 {0}，成功，已寫入到索引 {1}）",
    ),
    ("AppendEntriesResponse(term {0}, refused)", "AppendEntries 回覆（任期 {0}，拒絕）"),
)

CLUSTERS = (
    ("{0} asks {1}: <2>", "{0} 向 {1} 提出請求：{2}"),
    ("{0} lets {1} do this: <2>", "{0} 允許 {1} 的請求：{2}"),
    ("{0} refuses what {1} may not do: <2>", "{0} 拒絕 {1} 未獲授權的請求：{2}"),
    ("{0} itself is asked by {1}: <2>", "{1} 直接向 {0} 提出請求：{2}"),
    ("{0} lists through {1}", "{0} 透過 {1} 列出物件"),
    ("{0} forwards: <1>, from {2}", "{0} 轉送 {2} 的請求：{1}"),
    ("{0} fails the check of the balancer", "{0} 沒有通過負載平衡器的健康檢查"),
    ("{0} is sent what is new", "etcd 將新的事件送往 {0}"),
    ("{0} waits no longer for an answer", "{0} 不再等待回應"),
    ("the container of {0} has started on {1}", "{0} 的容器在 {1} 上啟動完成"),
    ("container {0} of {1} has started on {2}", "{1} 的第 {0} 個容器在 {2} 上啟動完成"),
    ("the container of {0} fails on {1}", "{0} 的容器在 {1} 上故障"),
    ("container {0} of {1} fails on {2}", "{1} 的第 {0} 個容器在 {2} 上故障"),
    ("{0} restarts the container of {1} by itself", "{0} 自行重啟 {1} 的容器"),
    ("{0} restarts container {1} of {2} by itself", "{0} 自行重啟 {2} 的第 {1} 個容器"),
    ("{0} starts {1} from its own disk", "{0} 從自己的磁碟啟動 {1}"),
    ("the sandbox of {0} on {1} has ended", "{0} 在 {1} 上已經結束"),
    ("the host {0} dies", "主機 {0} 故障"),
    ("the host {0} returns", "主機 {0} 恢復運作"),
    ("the member on {0} is brought up to date", "{0} 上的 etcd 從 Leader 複製到最新資料"),
    ("the member on {0} is elected leader", "{0} 上的 etcd 當選為 Leader"),
    ("the operator saves a snapshot of the member on {0}", "管理員備份 {0} 上的 etcd"),
    ("the operator restores the store from the snapshot", "管理員以備份還原 etcd"),
    ("the operator stops {0}", "管理員停止 {0}"),
    ("the operator starts {0}", "管理員啟動 {0}"),
    # What is asked and answered
    ("user", "使用者"),
    ("balancer", "負載平衡器"),
    ("create thing {0}", "建立物件 {0}"),
    ("create <0>", "建立 {0}"),
    ("delete <0>", "刪除 {0}"),
    ("bind pod {0} to {1}", "將 Pod {0} 調度到 {1}"),
    ("report pod {0} on {1} running at {2}", "回報 Pod {0} 在 {1} 上執行，IP 為 {2}"),
    ("update endpoints {0} <1> if at revision {2}", "將 {0} 的 endpoints 改為 {1}（若 revision 為 {2}）"),
    ("request {0} acknowledged", "第 {0} 個請求的確認"),
    ("{0} receives request {1} acknowledged from {2}", "{0} 收到 {2} 的回覆：第 {1} 個請求已確認"),
    ("{0} receives request {1} refused from {2}", "{0} 收到 {2} 的回覆：第 {1} 個請求遭拒"),
    ("{0} receives <1> from {2}", "{0} 收到 {2} 的 {1}"),
    ("events up to revision {0}", "事件（到 revision {0} 為止）"),
    # What a list shows
    ("list []", "空的清單"),
    ("list [<0>]", "清單 [{0}]"),
    ("<0>, <1>", "{0}、{1}"),
    ("endpoints {0} <1>", "{0} 的 endpoints {1}"),
    ("pod {0} on {1} (deleting)", "{1} 上的 Pod {0}（刪除中）"),
    ("pod {0} (deleting)", "Pod {0}（刪除中）"),
    ("pod {0} on {1}", "{1} 上的 Pod {0}"),
    ("pod {0}", "Pod {0}"),
    ("node {0}", "Node {0}"),
    ("thing {0}", "物件 {0}"),
)

OF_GROUPS = (
    (
        (
            "after step {0} {1}, elected in term {2}, has failed, and from then on and for ever, no server "
            "leads a later term"
        ),
        "在任期 {2} 當選的 {1} 於第 {0} 步之後故障，此後永遠沒有更新任期的 Leader",
    ),
    (
        "again and again, for ever, no server leads term {0}, the latest",
        "最新的任期（{0}）一再沒有 Leader，永無止境",
    ),
    ("again and again, for ever, no server leads the latest term", "最新的任期一再沒有 Leader，永無止境"),
    (
        "again and again, for ever, no server leads a term that a majority is in",
        "大多數成員所在的任期一再沒有 Leader，永無止境",
    ),
    ("from the beginning and for ever, no server leads", "從一開始就沒有 Leader，而且永遠不會有"),
    (
        "{0} talks to {1}, and no apiserver relays it: <2>",
        "{0} 直接與 {1} 溝通，沒有經過 apiserver：{2}",
    ),
    ("{0} and {1} were both elected in term {2}", "{0} 與 {1} 都在任期 {2} 當選"),
    (
        "{0} has committed {1} (term {2}), and of the followers {3} has it: {4}, not {5}",
        "{0} 已提交 {1}（任期 {2}），而 Follower 之中只有 {3} 擁有它：{4} 個，不是 {5} 個",
    ),
    (
        "{0} knows of {1} (term {2}) at index {3}, committed in term {4}",
        "{0} 得知索引 {3} 的 {1}（任期 {2}）已在任期 {4} 提交",
    ),
    (
        "{0} leads term {1} and {2} leads term {3} at the same time",
        "{0} 是任期 {1} 的 Leader，同時 {2} 是任期 {3} 的 Leader",
    ),
    ("{0} was elected in term {1}, and {2} in term {3}", "{0} 在任期 {1} 當選，{2} 在任期 {3} 當選"),
    (
        "{0} stands in term {1}, while {2} leads term {3}",
        "{0} 在任期 {1} 參選，而 {2} 是任期 {3} 的 Leader",
    ),
    (
        "{0} has voted for {1} in term {2}, and {3} leads term {4}",
        "{0} 在任期 {2} 投票給 {1}，而 {3} 是任期 {4} 的 Leader",
    ),
    (
        "{0} leads term {1} without {2} (term {3}) at index {4}, committed in term {5} (as {6} knows)",
        "{0} 是任期 {1} 的 Leader，卻缺少任期 {5} 已提交的 {2}（索引 {4}）",
    ),
    ("{0} leads term {1} with the votes of <2> only", "{0} 是任期 {1} 的 Leader，得票只有：{2}"),
    ("{0} and {1} both lead term {2}", "{0} 與 {1} 都是任期 {2} 的 Leader"),
    ("no server leads, and {0} has refused {1} its vote", "沒有 Leader，而 {0} 拒絕投票給 {1}"),
    ("no server leads, and {0} is a follower", "沒有 Leader，而 {0} 是 Follower"),
)

OF_CLUSTERS = (
    (
        "{0} has seen revision {1}, and the store is at revision {2}",
        "{0} 已看到 revision {1}，而 etcd 只到 revision {2}",
    ),
    ("the user gave up twice on {0}", "使用者已放棄兩次，請求仍送往 {0}"),
    ("{0} was acknowledged", "{0} 已回覆確認"),
    ("{0} was acknowledged, and is gone", "{0} 已回覆確認，卻消失了"),
    ("{0} was on a disk, and is on none now", "{0} 曾寫入磁碟，現在已不在任何磁碟上"),
    (
        "all but the store has died and returned, and {0} runs on {1}",
        "除了 etcd 以外全部故障又恢復之後，{0} 在 {1} 上執行",
    ),
    (
        (
            "{0} has seen everything up to revision {1} and waits for what comes after, and at revision {2} "
            "the store has something else"
        ),
        "{0} 已看到 revision {1} 為止的事件並等待後續，但 etcd 已退回 revision {2}，內容也不同",
    ),
    (
        "{0} is dead, and with it an apiserver and a member of etcd are lost at once",
        "{0} 故障，同時失去一個 apiserver 與一個 etcd",
    ),
    ("{0} talks to {1} past every apiserver: <2>", "{0} 繞過所有 apiserver 直接回應 {1}：{2}"),
    ("{0} is kubelet of {1}, and was allowed to <2>", "{0} 只是 {1} 的 kubelet，卻獲准{2}"),
    ("{0} was allowed this: <1>", "{0} 的請求獲准：{1}"),
    ("{0} was refused this: <1>", "{0} 的請求遭拒：{1}"),
    ("{0} gets running on {1}", "{0} 在 {1} 上跑起來了"),
    ("{0} is bound to {1}", "{0} 調度到 {1}"),
    ("{0} is made", "產生了 {0}"),
    (
        "{0}, made later, has the address {1} that the first pod had",
        "後來產生的 {0}，使用了前一個 Pod 的 IP {1}",
    ),
    ("{0} runs on {1} from its own disk", "{0} 從 {1} 自己的磁碟啟動並執行"),
    ("the kubelet on {0} restarts a container of {1}", "{0} 上的 kubelet 重啟了 {1} 的容器"),
    ("the revision goes back from {0} to {1}", "revision 從 {0} 倒退到 {1}"),
    (
        "the service leads to {0} at {1}, and no apiserver is up",
        "沒有任何 apiserver 在運作，而 Service 連得到 {0}（{1}）",
    ),
    ("the service leads to {0} at {1}, which runs", "Service 連得到執行中的 {0}（{1}）"),
    (
        "the user gave up on <0>, and the leader of term {1} has committed it",
        "使用者已放棄等待{0}，任期 {1} 的 Leader 卻提交了它",
    ),
)

OF_NUMBERS = (
    (
        "{0} control planes and {1} members of etcd bear any one death: {2} hosts",
        "{0} 台 Master Node 加 {1} 台 etcd server 就能承受任何一台故障，合計 {2} 台",
    ),
    (
        "of {0} stacked hosts one is dead, and the quorum is {1}",
        "{0} 台 stacked 主機壞一台，而大多數是 {1} 台",
    ),
    ("{0} members tolerate {1} failures, as {2} do", "{0} 個成員可容忍 {1} 個故障，與 {2} 個成員相同"),
    (
        "if an hour without a quorum costs {0} host-days, {1} master is best",
        "停擺一小時的代價相當於一台主機 {0} 天的費用時，{1} 台 Master Node 最划算",
    ),
    (
        "if an hour without a quorum costs {0} host-years, {1} masters are best",
        "停擺一小時的代價相當於一台主機 {0} 年的費用時，{1} 台 Master Node 最划算",
    ),
    (
        "{0} of {1} trials had a leader, and no time-out was random",
        "{1} 次試驗中有 {0} 次選出 Leader，而逾時都不是隨機的",
    ),
    (
        "whose timer ended first won {0} of {1} trials",
        "{1} 次試驗中，最快的成員當選 {0} 次",
    ),
)

PARAMETERS = (
    ("addresses {0}", "已知位址 {0} 個"),
    ("alive 0", "負載平衡器故障"),
    ("balancer 0", "沒有負載平衡器"),
    ("checks 0", "不做健康檢查"),
    ("control-planes {0}", "Master Node {0} 台"),
    ("crashes {0}", "當機 {0} 次"),
    ("cuts {0}", "斷線 {0} 次"),
    ("dead none", "沒有主機故障"),
    ("dead {0}", "故障的主機 {0}"),
    ("deaths {0}", "主機故障 {0} 次"),
    ("down {0}", "一開始就故障 {0} 個"),
    ("entries {0}", "Log 最長 {0} 筆"),
    ("give-ups {0}", "放棄等待 {0} 次"),
    ("in-flight none", "傳送中的訊息不限"),
    ("in-flight {0}", "傳送中的訊息最多 {0} 個"),
    ("kept 0", "etcd 是空的"),
    ("kubelet 0", "沒有 kubelet"),
    ("losses {0}", "遺失 {0} 個訊息"),
    ("members {0}", "etcd {0} 台"),
    ("proxy 0", "沒有 kube-proxy"),
    ("requests {0}", "請求 {0} 個"),
    ("revisions {0}", "寫入 {0} 次"),
    ("runtime 0", "沒有 container runtime"),
    ("scheduler 0", "沒有 kube-scheduler"),
    ("servers {0}", "成員 {0} 個"),
    ("terms {0}", "任期最大 {0}"),
)
"""The parameters of searches, with their values."""

PHRASES: tuple[tuple[str, str], ...] = (
    *OF_GROUPS,
    *OF_CLUSTERS,
    *OF_NUMBERS,
    *PARAMETERS,
    *ELECTIONS,
    *CLUSTERS,
)
