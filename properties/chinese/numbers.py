"""What is counted and measured for the claims, in Traditional Chinese."""

NUMBERS = {
    "{n#} control planes and {m#} members of etcd bear any one death: {h#} hosts": "{n} 台 Master Node 加 {m} 台 etcd server 就能承受任何一台故障，合計 {h} 台",
    "of {n#} stacked hosts one is dead, and the quorum is {m#}": "{n} 台 stacked 主機壞一台，而大多數是 {m} 台",
    "{n#} members tolerate {f#} failures, as {m#} do": "{n} 個成員可容忍 {f} 個故障，與 {m} 個成員相同",
    "if an hour without a quorum costs {n#} host-days, {m#} master is best": "停擺一小時的代價相當於一台主機 {n} 天的費用時，{m} 台 Master Node 最划算",
    "if an hour without a quorum costs {n#} host-days, {m#} masters are best": "停擺一小時的代價相當於一台主機 {n} 天的費用時，{m} 台 Master Node 最划算",
    "if an hour without a quorum costs {n#} host-years, {m#} masters are best": "停擺一小時的代價相當於一台主機 {n} 年的費用時，{m} 台 Master Node 最划算",
    "{n#} of {m#} trials had a leader, and no time-out was random": "{m} 次試驗中有 {n} 次選出 Leader，而逾時都不是隨機的",
    "{who} won {n#} of {m#} trials in which another's timer ended first, and whose timer ended first won {k#}": "別人最快時 {who} 在 {m} 次試驗中當選 {n} 次，最快的成員當選 {k} 次",
    "whose timer ended first won {n#} of {m#} trials": "{m} 次試驗中，最快的成員當選 {n} 次",
    "to tolerate {f#} failures takes {n#} stacked hosts and {m#} external ones": "要容忍 {f} 個故障，stacked 需要 {n} 台主機，external 需要 {m} 台",
    "a follower stood in {n#} of {m#} trials in which nothing was lost": "沒有遺失任何訊息的 {m} 次試驗中，有 {n} 次 Follower 參選了",
    "without randomness, {n#} of {m#} trials had a leader within 10 s": "沒有隨機性時，{m} 次試驗中有 {n} 次在 10 秒內選出 Leader",
    "nobody whose timer ended first had a log that was behind": "倒數計時器最先結束的候選人，Log 都沒有落後",
    "whose log was behind won {n#} of {m#} trials": "Log 落後的候選人在 {m} 次試驗中贏了 {n} 次",
}
