"""verl: custom_reward_function.path=debate_verl.py name=compute_score; name=compute_scores with reward_manager=batch, which groups answers.

The task is extra_info["prompt"] or ["question"], else the ["raw_prompt"] that verl's reward loop adds; the opponent's answer is
extra_info["baseline"]. A missing reward is an exception, which ends the run: verl has no value for it, and zero would be wrong. verl's
prime manager makes 0.0 of an exception and gets SystemExit instead; its rate-limited one does too, with no way out: use another one."""
import os, sys


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **_):
    return _rewards().verl([data_source], [solution_str], [ground_truth], [extra_info], together=False)[0]


def compute_scores(data_sources, solution_strs, ground_truths, extra_infos=None, **_):
    return _rewards().verl(data_sources, solution_strs, ground_truths, extra_infos, together=True)


def _rewards():
    """debate_rewards.py beside this file, which verl loads by its path, and Ray perhaps by its value."""
    sys.path += {os.path.dirname(os.path.abspath(__file__))} - set(sys.path)
    import debate_rewards
    return debate_rewards


_rewards()
