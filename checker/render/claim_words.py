"""The words of the pages on claims, in each language."""

from collections.abc import Mapping

from attrs import frozen

from checker.answer import Answer, Unmoved
from checker.claim_shape import LANGUAGES
from checker.claims import Settled, Standing
from checker.naming import as_said
from checker.phrasebook import Phrasebook, spaced
from checker.render.words import words_of


@frozen
class Labels:
    """What a page says besides what the claims say. In braces stand names and numbers."""

    title: str
    intro: str
    counts: str
    colon: str
    stop: str
    comma: str
    brackets: str
    verdicts: Mapping[Standing, str]
    reasons: Mapping[Standing, str]
    columns: tuple[str, str, str, str]
    said: str
    why: str
    correct: str
    right_rules: str
    not_correct: str
    open_correct: str
    groups: tuple[str, str, str]
    holds: str
    violated: str
    shown: str
    open: str
    parameters: str
    no_limit: str
    mutant: str
    unmoved: Mapping[Unmoved, str]
    proved: str
    refuted: str
    counted: str
    trials: str
    not_tried: str
    run: str
    no_run: str
    loop: str
    again: str
    more: str


EN = Labels(
    title="The article, settled",
    intro=(
        "Each statement of the article, in our own words, and what becomes of it when it is run: by a search "
        "that exhausts a small cluster or shows the shortest run against it, a lemma proved for every number "
        "of members, a count, or trials in time. No verdict is written down: each is computed from the "
        "evidence. What a search says, it says within its bounds."
    ),
    counts="{total} statements: {true} true, {only_if} true only under a condition, {false} false",
    colon=": ",
    stop=".",
    comma=", ",
    brackets=" ({0})",
    verdicts={
        Standing.TRUE: "true",
        Standing.FALSE: "false",
        Standing.ONLY_IF: "only if",
        Standing.UNSETTLED: "UNSETTLED",
    },
    reasons={
        Standing.TRUE: "Nothing that was run speaks against it.",
        Standing.FALSE: "What was run speaks against it.",
        Standing.ONLY_IF: "It fails as said, and holds under the condition.",
        Standing.UNSETTLED: "The evidence is incomplete, or does not bear out the correct statement either.",
    },
    columns=("statement", "verdict", "why", "evidence"),
    said="The article",
    why="Why",
    correct="What is so",
    right_rules="By the right rules",
    not_correct=(
        "What would be so by the right rules does not hold here: what was run does not bear it out."
    ),
    open_correct="What is so was not settled here: some of the evidence for it is open.",
    groups=("As said", "Under the condition", "For what is so"),
    holds="{name} holds in {scenario}: {states} states",
    violated="{name} is violated in {scenario}: {trace}, {steps}",
    shown="a run of {scenario} shows it: {trace}, {steps}, against {name}",
    open="{name} in {scenario} is open",
    parameters=" ({0})",
    no_limit=" none",
    mutant=" with the mistake {0}",
    unmoved={
        Unmoved.RULELESS: "not asked of the mutant's rule",
        Unmoved.OTHER_RULES: "asked of other rules than the mutant's",
    },
    proved="{name} is proved",
    refuted="{name} is refuted",
    counted="{name}",
    trials="{number} trials, seed {seed}; {measured}",
    not_tried="no trial could be made",
    run="The run, {trace}, {steps}",
    no_run="0 steps (it begins so)",
    loop="↻ what follows is repeated for ever",
    again="To see it: seatrial claims {0}",
    more="and {0} more",
)

ZH = Labels(
    title="這篇文章，逐句驗證",
    intro=(
        "以下將文章中的每一項說法換成我們自己的話，並實際執行來驗證："
        "有的以搜尋窮舉一個小型 cluster 的所有狀態，或找出最短的反例；"
        "有的以引理證明對任意成員數都成立；有的則以計數或計時模擬來確認。"
        "結論都不是事先寫好的，而是由證據計算出來的。搜尋的結果，僅在其設定的範圍內成立。"
    ),
    counts="共 {total} 項：{true} 項成立、{only_if} 項有條件成立、{false} 項不成立",
    colon="：",
    stop="。",
    comma="、",
    brackets="（{0}）",
    verdicts={
        Standing.TRUE: "成立",
        Standing.FALSE: "不成立",
        Standing.ONLY_IF: "有條件成立",
        Standing.UNSETTLED: "無法判定",
    },
    reasons={
        Standing.TRUE: "執行的結果沒有任何反證。",
        Standing.FALSE: "執行的結果與它不符。",
        Standing.ONLY_IF: "照原文不成立，附上條件才成立。",
        Standing.UNSETTLED: "證據不完整，或正確的說法也未能得到驗證。",
    },
    columns=("說法", "結論", "原因", "證據"),
    said="文章的說法",
    why="原因",
    correct="正確的說法",
    right_rules="依正確的規則",
    not_correct="原本正確的說法在此不成立：執行的結果不支持它。",
    open_correct="此處無法確認正確的說法：部分證據尚無定論。",
    groups=("照原文", "附上條件", "正確說法的驗證"),
    holds="性質 {name} 在 {scenario} 成立：{states} 個狀態",
    violated="性質 {name} 在 {scenario} 不成立：{trace}，{steps}",
    shown="{scenario} 有此執行過程：{trace}，{steps}（與性質 {name} 相反）",
    open="性質 {name} 在 {scenario} 尚無定論",
    parameters="（{0}）",
    no_limit="：無",
    mutant="（採用錯誤規則 {0}）",
    unmoved={
        Unmoved.RULELESS: "未就此錯誤規則驗證",
        Unmoved.OTHER_RULES: "所驗證的規則不受此錯誤影響",
    },
    proved="引理 {name}：已證明",
    refuted="引理 {name}：已推翻",
    counted="計數 {name}",
    trials="{number} 次試驗，種子 {seed}；{measured}",
    not_tried="無法進行試驗",
    run="執行過程 {trace}，{steps}",
    no_run="0 步（一開始就是如此）",
    loop="↻ 以下會一直重複下去",
    again="自己執行看看：seatrial claims {0} --lang zh-TW",
    more="以及另外 {0} 項",
)

LABELS: Mapping[str, Labels] = dict(zip(LANGUAGES, (EN, ZH), strict=True))


class Speaker:
    """Says what became of claims, in one language."""

    def __init__(self, language: str, phrasebook: Phrasebook) -> None:
        self.language, self.book, self.labels = language, phrasebook, LABELS[language]

    def said(self, sentence: str) -> str:
        """Return a sentence of a model in the language of the page, as far as its phrases go."""
        return self.book.translated(sentence) or sentence

    def word(self, name: str) -> str:
        """Return a word that pages of traces use, too: `checker.render.words.words_of`."""
        return words_of()[name][0 if self.language == "en" else 1]

    def verdict(self, settled: Settled) -> str:
        return self.labels.verdicts[settled.standing]

    def reason(self, settled: Settled) -> str:
        """Return the sentence that says why: the claim's own for this verdict, or a general one.

        The claim's own speak of the rules as they are: with a mistake among them, it is what was found.
        """
        words = settled.claim.reasons.get(settled.standing.value)
        if words is not None and settled.mutant is None:
            return words.said(self.language)
        found = settled.finding
        general = self.labels.reasons[settled.standing]
        if found is None or settled.standing is Standing.TRUE:
            return general
        told = self.said(found)
        return f"{general.removesuffix(self.labels.stop)}{self.labels.colon}{told}{self.labels.stop}"

    def steps(self, count: int) -> str:
        if self.language != "en":
            return f"{count} 步"
        return f"{count} step{'' if count == 1 else 's'}"

    def words(self, answer: Answer) -> str:
        """Return what was asked, in words."""
        return str(answer.evidence.words.said(self.language))

    def evidence(self, answer: Answer) -> str:
        """Return what came of it: the property or lemma, the bounds, and the run if there is one.

        Where a mutant was asked for that this has nothing to do with, it says so.
        """
        said = spaced(SAYING[answer.evidence.kind](self, answer))
        if answer.unmoved is None:
            return said
        return said + self.labels.brackets.format(self.labels.unmoved[answer.unmoved])

    def correct(self, settled: Settled) -> str:
        """Return the correct statement behind its label, if it holds in this run; else that it does not.

        With a mutant that some of its evidence was not asked of, it is what is so by the right rules.
        """
        if settled.is_corrected:
            label = self.labels.right_rules if settled.is_by_right_rules else self.labels.correct
            return f"{label}{self.labels.colon}{settled.claim.correct.said(self.language)}"
        return self.labels.open_correct if settled.is_corrected is None else self.labels.not_correct

    def finding(self, answer: Answer) -> str | None:
        """Return what was found, in the language of the page as far as its phrases go."""
        return None if answer.finding is None else self.said(answer.finding)

    def _search(self, answer: Answer) -> str:
        case, result, labels = answer.case, answer.result, self.labels
        assert case is not None, "a search has a case"
        assert result is not None, "and a result"
        scenario = case.name
        if answer.evidence.given:
            values = as_said(case.scenario, case.parameters)
            given = ((self.said(name), values[name]) for name in answer.evidence.given)
            said = labels.comma.join(
                f"{name}{labels.no_limit if one in {None, 'none'} else f' {one}'}" for name, one in given
            )
            scenario += labels.parameters.format(said)
        if case.mutant is not None:
            # A mistake of the evidence's own is named as --mutant takes it.
            is_own = answer.evidence.protocol is not None
            scenario += labels.mutant.format(case.mutant if is_own else case.mutant.rpartition(":")[2])
        name, states = answer.evidence.asked, f"{result.states:,}"
        if answer.trace is not None:
            steps = self.steps(len(answer.trace.actions))
            form = labels.violated if answer.evidence.kept else labels.shown
            return form.format(name=name, scenario=scenario, trace=answer.trace.id, steps=steps)
        form = labels.open if answer.speaks is None else labels.holds
        return form.format(name=name, scenario=scenario, states=states)

    def _lemma(self, answer: Answer) -> str:
        form = self.labels.refuted if answer.finding is not None else self.labels.proved
        return form.format(name=answer.evidence.lemma.name)

    def _count(self, answer: Answer) -> str:
        bounds = answer.evidence.bounds.said(self.language)
        said = self.labels.counted.format(name=answer.evidence.name) + self.labels.brackets.format(bounds)
        return said + self._mistake(answer)

    def _mistake(self, answer: Answer) -> str:
        return "" if answer.mutant is None else self.labels.mutant.format(answer.mutant.__qualname__)

    def _trials(self, answer: Answer) -> str:
        if answer.measured is None:
            return self.labels.not_tried + self._mistake(answer)
        said = self.labels.trials.format(
            number=answer.evidence.number,
            seed=answer.evidence.seed,
            measured=answer.measured.said(self.language),
        )
        return said + self._mistake(answer)


SAYING = {
    "search": Speaker._search,  # noqa: SLF001  # its own
    "lemma": Speaker._lemma,  # noqa: SLF001
    "count": Speaker._count,  # noqa: SLF001
    "trials": Speaker._trials,  # noqa: SLF001
}
