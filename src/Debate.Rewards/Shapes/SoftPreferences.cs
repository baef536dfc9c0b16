namespace Debate.Rewards.Shapes;

/// <summary>
/// The soft preferences of Arnesen, Rein and Michael ("Training language models to win debates with self-play improves judge accuracy",
/// 2024) for one of two speeches with the judge's win probabilities p and q. In a group it is the mean over the other members; a single
/// answer, which met only outsiders, is compared with q = 1 - p.
/// </summary>
public static class SoftPreferences
{
    /// <summary>p^2.25 / (p^2.25 + q^2.25); one half where both are 0.</summary>
    public static double LogProb(double p, double q) => Share(Math.Pow(p, 2.25), Math.Pow(q, 2.25));

    /// <summary>softmax over 5.75 p and 5.75 q.</summary>
    public static double Prob(double p, double q) => Logistic(5.75 * (p - q));

    /// <summary>p (1 - q) / (p (1 - q) + q (1 - p)): the odds of p over those of q; one half where it is 0 / 0.</summary>
    public static double Logit(double p, double q) => Share(p * (1 - q), q * (1 - p));

    /// <summary>softmax over 5 s(p) and 5 s(q), with s(x) = 1 / (1 + exp(-(x - 0.5) / 0.125)).</summary>
    public static double Sigmoid(double p, double q) => Logistic(5 * (Logistic((p - 0.5) / 0.125) - Logistic((q - 0.5) / 0.125)));

    /// <summary>1 for the better one, 0 for the other, one half where they are equal.</summary>
    public static double Binary(double p, double q) => (Math.Sign(p - q) + 1) / 2.0;

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Share(double own, double other) => own + other > 0 ? own / (own + other) : 0.5;
}
