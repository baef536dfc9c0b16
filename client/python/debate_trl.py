"""TRL: GRPOTrainer(reward_funcs=debate_reward, ...). Uses the data set's columns "label" (or "answer") and "baseline".

Completions of the same prompt are one group, wherever they stand in the batch. A missing reward is None, which TRL leaves out, and a line
on stderr with its cause. (TRL before June 2026 made 0.0 of a None that no other reward function makes up for: DEBATE_MISSING=raise there.)
A wrong key or profile is an exception, which ends the run."""
import os, sys
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
from debate_rewards import trl


def debate_reward(prompts, completions, **columns):
    return trl(prompts, completions, columns)
