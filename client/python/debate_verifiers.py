"""verifiers: vf.Rubric(funcs=[debate_reward]); or debate_group_reward, for profiles in which the rollouts of a prompt meet one another.

"answer" is the label, info["baseline"] the opponent's answer. verifiers makes 0.0 of an exception, so a reward that cannot be had after
many tries is SystemExit, which ends the run (its environment workers start again and ask again). With DEBATE_MISSING=nan it is NaN and
state["error"] says why, for trainers that leave such rollouts out."""
import os, sys
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
from debate_rewards import in_thread, verifiers


async def debate_reward(prompt, completion, answer="", info=None, **objects):
    return (await in_thread(verifiers, [prompt], [completion], [answer], [info], [objects.get("state")], False))[0]


async def debate_group_reward(prompts, completions, answers, infos, states, **_):
    return await in_thread(verifiers, prompts, completions, answers, infos, states, True)
