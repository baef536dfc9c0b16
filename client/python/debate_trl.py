"""TRL: GRPOTrainer(reward_funcs=debate_reward, ...). Uses the data set's columns "label" (or "answer") and "baseline".

Completions of the same prompt are one group, wherever they stand in the batch. A missing reward is None, which TRL leaves out, and a line
on stderr with its cause. (TRL before June 2026 made 0.0 of a None that no other reward function makes up for: DEBATE_MISSING=raise there.)
A wrong key or profile is an exception, which ends the run."""
import os, sys


def debate_reward(prompts, completions, **columns):
    return _rewards().trl(prompts, completions, columns)


def _rewards():
    """debate_rewards.py beside this file."""
    sys.path += {os.path.dirname(os.path.abspath(__file__))} - set(sys.path)
    import debate_rewards
    return debate_rewards


_rewards()
