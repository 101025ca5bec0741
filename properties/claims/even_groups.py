"""The claims on how many members there must be."""

from attrs import evolve

from model.raft.readings import MajorityOfFollowers
from properties import article_lemmas, availability_lemmas, quorum_lemmas
from properties.claim import Claim, Section, Words, always, proved
from properties.claims import group_sayings as sayings
from properties.claims.groups import GROUP

SECTION = Section.REPLICATION

EVEN_STOPS_AT_ONE_LOSS = Claim(
    "even-stops-at-one-loss",
    SECTION,
    statement=Words(
        "An even number of etcds can commit nothing once one of them is lost.",
        "若 etcd 的個數為偶數，就算只損失一個，也不可能再寫入資料。",
    ),
    correct=Words(
        "That is so of two only. Four commit with one lost, six with two: an even group tolerates what the "
        "odd one below it does. Of four it would be so if followers only counted, as the article has it "
        "before.",
        "這只有在兩個 etcd 時成立。四個壞一個、六個壞兩個都還能寫入：偶數個 etcd 的容錯能力，"
        "與少一個的奇數相同。如果像文章前面所說只計算 Follower，四個壞一個才會無法寫入。",
    ),
    reasons={
        "false": Words(
            "Four members with one lost are three, and three is the majority of four: they commit. It is so "
            "of two only.",
            "四個壞一個還剩三個，而四的大多數正是三，因此仍可寫入；這只有在兩個 etcd 時才成立。",
        ),
        "true": Words(
            "Four members with one lost commit nothing.",
            "四個 etcd 損失一個之後，就無法再寫入。",
        ),
    },
    as_said=(
        always(
            "with one of four down, nothing is ever committed",
            "四個 etcd 壞一個，就無法再提交任何內容",
            GROUP,
            sayings.nothing_is_committed,
            servers=4,
            down=1,
            terms=1,
            requests=1,
        ),
    ),
    as_corrected=(
        always(
            "with one of two down, nothing is",
            "兩個 etcd 壞一個，就無法再提交",
            GROUP,
            sayings.nothing_is_committed,
            servers=2,
            down=1,
            terms=2,
            requests=1,
        ),
        evolve(
            always(
                "were followers only to count, nothing would be with one of four down",
                "若只計算 Follower，四個壞一個就無法提交",
                GROUP,
                sayings.nothing_is_committed,
                servers=4,
                down=1,
                terms=1,
                requests=1,
            ),
            protocol=MajorityOfFollowers,
        ),
        proved(
            "of 2k members with one lost a majority is left exactly when 2k is 4 or more",
            "2k 個成員損失一個之後仍有大多數，若且唯若 2k 至少為 4",
            quorum_lemmas.even_group_survives_one_loss,
        ),
        proved(
            "2k members tolerate what 2k - 1 do",
            "2k 個成員的容錯能力與 2k - 1 個相同",
            quorum_lemmas.even_member_adds_nothing,
        ),
    ),
)

MUST_BE_ODD = Claim(
    "must-be-odd",
    SECTION,
    statement=Words(
        "The number of etcds must be odd, and more than one.",
        "etcd 的個數必須為大於 1 的奇數。",
    ),
    correct=Words(
        "It need not be: one member works, and so do two or four. But an even number is never better than "
        "the odd one below it: it tolerates as much, takes one confirmation more, and is less probable to "
        "have a quorum.",
        "並非必須：一個可以運作，兩個、四個也可以。只是偶數永遠不會比少一個的奇數更好：容錯能力相同，"
        "卻要多一個確認，湊滿大多數的機率也更低。",
    ),
    reasons={
        "false": Words(
            "Four members commit, and so does one alone; an even group tolerates exactly what the odd one "
            "below it does. It is never better, that is all.",
            "四個 etcd 可以寫入，只有一個也可以；偶數個的容錯能力與少一個的奇數完全相同，只是永遠不會更好。",
        ),
        "true": Words(
            "An even group commits nothing, or tolerates less than the odd one below it.",
            "偶數個 etcd 無法寫入，或容錯能力低於少一個的奇數。",
        ),
    },
    as_said=(
        always(
            "four members never commit anything",
            "四個 etcd 無法提交任何內容",
            GROUP,
            sayings.nothing_is_committed,
            servers=4,
            terms=1,
            requests=1,
        ),
        always(
            "one member alone never commits anything",
            "只有一個 etcd 時，無法提交任何內容",
            GROUP,
            sayings.nothing_is_committed,
            servers=1,
            terms=1,
            requests=1,
        ),
        proved(
            "an even group tolerates less than the odd one below it",
            "偶數個的容錯能力低於少一個的奇數",
            article_lemmas.even_group_tolerates_less,
        ),
    ),
    as_corrected=(
        proved(
            "2k members tolerate what 2k - 1 do, and need one confirmation more",
            "2k 個成員的容錯能力與 2k - 1 個相同，但需要多一個確認",
            quorum_lemmas.even_member_adds_nothing,
        ),
        proved(
            "2k members have a quorum up with a lower probability than 2k - 1",
            "2k 個成員湊滿大多數的機率，低於 2k - 1 個",
            availability_lemmas.even_member_lowers_availability,
        ),
    ),
)

CLAIMS = (EVEN_STOPS_AT_ONE_LOSS, MUST_BE_ODD)
