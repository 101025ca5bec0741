"""What the models say, in Traditional Chinese: phrases for `checker.phrasebook`.

The words are those that a reader of the article knows: Leader, Follower, Candidate, Log, Node and Pod stay as
they are, as do names. What has no phrase here is shown in English.
"""

from properties.chinese.clusters import CLUSTERS
from properties.chinese.mistakes import MISTAKES
from properties.chinese.numbers import NUMBERS
from properties.chinese.sayings import SAYINGS
from properties.chinese.servers import SERVERS
from properties.chinese.statements import STATEMENTS
from properties.chinese.values import VALUES

CHINESE: dict[str, str] = {**SERVERS, **CLUSTERS, **NUMBERS, **MISTAKES, **STATEMENTS, **SAYINGS, **VALUES}
"""Every phrase, those of the servers first: the first that fits is taken."""
