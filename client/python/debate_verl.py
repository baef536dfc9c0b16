"""verl: custom_reward_function.path=debate_verl.py name=compute_score; name=compute_scores with reward_manager=batch, which groups answers.

The task is extra_info["prompt"] or ["question"], else the ["raw_prompt"] that verl's reward loop adds; the opponent's answer is
extra_info["baseline"]. A missing reward is an exception, which ends the run: verl has no value for it, and zero would be wrong. verl's
prime manager makes 0.0 of an exception and gets SystemExit instead; its rate-limited one does too, with no way out: use another one. Its
remote one wants this folder in PYTHONPATH."""
import os, sys
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
from debate_rewards import compute_score, compute_scores
