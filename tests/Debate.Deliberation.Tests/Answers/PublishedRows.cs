namespace Debate.Tests;

/// <summary>Five rows of a published form in our own words, with what is right and what is not.</summary>
/// <param name="Name">What the form is called in notes; "" for the plain form.</param>
/// <param name="Rows">The rows, one JSON object a line.</param>
/// <param name="Right">A right reply to each, with | between them.</param>
/// <param name="Wrong">A wrong reply to each.</param>
/// <param name="Broken">A row that must be refused when it stands last.</param>
/// <param name="Field">The field that the message must name.</param>
internal sealed record PublishedRows(string Name, string Rows, string Right, string Wrong, string Broken, string Field)
{
    public static IReadOnlyDictionary<string, PublishedRows> All { get; } = new Dictionary<string, PublishedRows>(StringComparer.Ordinal)
    {
        ["gsm8k"] = new("GSM8K", """
            {"question": "Ida has 6 pears and buys 4. How many has she?", "answer": "She has 6 + 4 = <<6+4=10>>10.\n#### 10"}
            {"question": "A tram has 1,200 riders, twice as many next day. How many then?", "answer": "2 * 1200 = <<2*1200=2400>>2400\n#### 2,400"}
            {"question": "It was 3 degrees and fell by 8. What is it?", "answer": "3 - 8 = -5\n#### -5"}
            {"question": "A pen is $2. What are 9 pens?", "answer": "9 * 2 = 18\n#### 18"}
            {"question": "Half of 7?", "answer": "7 / 2 = 3.5\n#### 3.5"}
            """, "10|The answer is 2400.|-5|#### 18|3.5", "6|1200|5|9|7",
            """{"question": "Half of 9?", "answer": "9 / 2 = 4.5"}""", "answer"),
        ["math"] = new("MATH", """
            {"problem": "What is $3^2$?", "solution": "It is $\\boxed{9}$.", "level": "Level 1", "type": "Algebra"}
            {"problem": "Halve one half.", "solution": "First \\boxed{2}, so $\\boxed{\\frac{1}{4}}$.", "level": "Level 1", "type": "Algebra"}
            {"problem": "Name the set of one and two.", "solution": "\\boxed{\\{1,2\\}}", "level": "Level 2", "type": "Algebra"}
            {"problem": "How many sides has a hexagon?", "solution": "So \\fbox{6}.", "level": "Level 1", "type": "Geometry"}
            {"problem": "What is 2 + 5?", "solution": "\\boxed 7", "level": "Level 1", "type": "Prealgebra"}
            """, "9|1/4|\\{1,2\\}|6|7", "3|1/2|\\{3,4\\}|5|8",
            """{"problem": "What is 2 + 6?", "solution": "It is \\boxed{8", "level": "Level 1", "type": "Prealgebra"}""", "solution"),
        ["cmath"] = new("CMATH", """
            {"grade": 1, "reasoning_step": 1, "num_digits": 1, "question": "3\u52A02\u7B49\u4E8E\u51E0\uFF1F", "golden": "5"}
            {"grade": 1, "reasoning_step": 1, "num_digits": 1, "question": "9\u51CF4\u7B49\u4E8E\u51E0\uFF1F", "golden": "5"}
            {"grade": 2, "reasoning_step": 1, "num_digits": 2, "question": "6\u4E58\u4EE57\u7B49\u4E8E\u51E0\uFF1F", "golden": "42"}
            {"grade": 3, "reasoning_step": 2, "num_digits": 2, "question": "90\u7684\u4E00\u534A\uFF1F", "golden": "45"}
            {"grade": 4, "reasoning_step": 2, "num_digits": 2, "question": "1\u9664\u4EE54\uFF1F", "golden": "0.25"}
            """, "5|5|42|45|0.25", "6|4|43|90|4",
            """{"grade": 1, "reasoning_step": 1, "num_digits": 1, "question": "1\u52A01\uFF1F", "golden": ""}""", "golden"),
        ["mmlu"] = new("", """
            {"question": "How many edges has a cube?", "subject": "shapes", "choices": ["6", "8", "12", "2"], "answer": 2}
            {"question": "Which is prime?", "subject": "numbers", "choices": ["1", "0", "4", "3"], "answer": 3}
            {"question": "Which is a metal?", "subject": "matter", "choices": ["iron", "wool", "salt", "oak"], "answer": 0}
            {"question": "Which flies?", "subject": "beasts", "choices": ["cow", "crow", "cod", "cat"], "answer": 1}
            {"question": "Which is even?", "subject": "numbers", "choices": ["3", "5", "2", "7"], "answer": 2}
            """, "C|The answer is D.|iron|(B)|C", "A|C|wool|A|B",
            """{"question": "Which is odd?", "subject": "numbers", "choices": ["3", "4", "2", "6"], "answer": 4}""", "answer"),
        ["mmlu-letters"] = new("", """
            {"question": "How many edges has a cube?", "choices": ["6", "8", "12", "2"], "answer": "C"}
            {"question": "Which is prime?", "choices": ["1", "0", "4", "3"], "answer": "D"}
            {"question": "Which is a metal?", "choices": ["iron", "wool", "salt", "oak"], "answer": "A"}
            {"question": "Which flies?", "choices": ["cow", "crow", "cod", "cat"], "answer": "B"}
            {"question": "Which is even?", "choices": ["3", "5", "2", "7"], "answer": "C"}
            """, "C|The answer is D.|iron|(B)|C", "A|C|wool|A|B",
            """{"question": "Which is odd?", "choices": ["3", "4", "2", "6"], "answer": "E"}""", "answer"),
        ["kmmlu"] = new("MMLU, C-Eval or KMMLU", """
            {"question": "Which is wet?", "answer": 4, "A": "sand", "B": "flour", "C": "ash", "D": "rain", "Category": "own"}
            {"question": "Which is hot?", "answer": 1, "A": "fire", "B": "ice", "C": "snow", "D": "hail", "Category": "own"}
            {"question": "How many ears have you?", "answer": 2, "A": "1", "B": "2", "C": "3", "D": "4", "Category": "own"}
            {"question": "Which is red?", "answer": 3, "A": "grass", "B": "sky", "C": "blood", "D": "coal", "Category": "own"}
            {"question": "Which is sour?", "answer": 1, "A": "lemon", "B": "sugar", "C": "salt", "D": "oil", "Category": "own"}
            """, "D|A|B|C|A", "A|B|A|D|B",
            """{"question": "Which is sweet?", "answer": 5, "A": "lemon", "B": "sugar", "C": "salt", "D": "oil", "Category": "own"}""",
            "answer"),
        ["arc"] = new("ARC, OpenBookQA or CommonsenseQA", """
            {"id": "a1", "question": "What warms the ground?", "choices": {"text": ["moon", "sun", "wind"], "label": ["A", "B", "C"]}, "answerKey": "B"}
            {"id": "a2", "question": "What do roots take in?", "choices": {"text": ["water", "light", "air", "sound"], "label": ["1", "2", "3", "4"]}, "answerKey": "1"}
            {"id": "a3", "question": "How many legs has a spider?", "choices": {"text": ["6", "8", "4"], "label": ["A", "B", "C"]}, "answerKey": "B"}
            {"id": "a4", "question": "What melts?", "choices": {"text": ["stone", "wood", "glass", "ice"], "label": ["A", "B", "C", "D"]}, "answerKey": "D"}
            {"id": "a5", "question": "What is loud?", "choices": {"text": ["dust", "fog", "thunder"], "label": ["A", "B", "C"]}, "answerKey": "C"}
            """, "B|A|8|D|thunder", "A|B|6|A|fog",
            """{"id": "a5", "question": "What is loud?", "choices": {"text": ["dust", "fog", "thunder"], "label": ["A", "B", "C"]}, "answerKey": "D"}""",
            "answerKey"),
        ["commonsenseqa"] = new("ARC, OpenBookQA or CommonsenseQA", """
            {"id": "c1", "question": "Where is a pan kept?", "question_concept": "pan", "choices": {"label": ["A", "B", "C", "D", "E"], "text": ["lake", "kitchen", "tree", "sky", "shoe"]}, "answerKey": "B"}
            {"id": "c2", "question": "Where does one swim?", "question_concept": "swim", "choices": {"label": ["A", "B", "C", "D", "E"], "text": ["lake", "oven", "tree", "sky", "shoe"]}, "answerKey": "A"}
            {"id": "c3", "question": "Where do birds nest?", "question_concept": "bird", "choices": {"label": ["A", "B", "C", "D", "E"], "text": ["lake", "oven", "tree", "sky", "shoe"]}, "answerKey": "C"}
            {"id": "c4", "question": "Where is a foot?", "question_concept": "foot", "choices": {"label": ["A", "B", "C", "D", "E"], "text": ["lake", "oven", "tree", "sky", "shoe"]}, "answerKey": "E"}
            {"id": "c5", "question": "Where are clouds?", "question_concept": "cloud", "choices": {"label": ["A", "B", "C", "D", "E"], "text": ["lake", "oven", "tree", "sky", "shoe"]}, "answerKey": "D"}
            """, "kitchen|A|C|E|sky", "lake|B|D|A|shoe",
            """{"id": "c5", "question": "Where are clouds?", "question_concept": "cloud", "choices": {"label": ["A", "B"], "text": ["lake", "oven", "tree"]}, "answerKey": "A"}""",
            "choices"),
        ["arc-nested"] = new("ARC, OpenBookQA or CommonsenseQA", """
            {"id": "n1", "question": {"stem": "What warms us?", "choices": [{"text": "moon", "label": "A"}, {"text": "sun", "label": "B"}]}, "answerKey": "B"}
            {"id": "n2", "question": {"stem": "What cools us?", "choices": [{"text": "shade", "label": "A"}, {"text": "fire", "label": "B"}]}, "answerKey": "A"}
            {"id": "n3", "question": {"stem": "What is round?", "choices": [{"text": "box", "label": "1"}, {"text": "ball", "label": "2"}]}, "answerKey": "2"}
            {"id": "n4", "question": {"stem": "What is sharp?", "choices": [{"text": "knife", "label": "A"}, {"text": "wool", "label": "B"}]}, "answerKey": "A"}
            {"id": "n5", "question": {"stem": "What is heavy?", "choices": [{"text": "lead", "label": "A"}, {"text": "air", "label": "B"}]}, "answerKey": "A"}
            """, "sun|A|ball|A|lead", "moon|B|A|wool|B",
            """{"id": "n5", "question": {"stem": "What is heavy?"}, "answerKey": "A"}""", "question.choices"),
        ["hellaswag"] = new("HellaSwag", """
            {"ind": 1, "activity_label": "Baking", "ctx_a": "A man stirs dough.", "ctx_b": "then he", "ctx": "A man stirs dough. then he", "endings": ["bakes it.", "sings to it.", "paints it.", "sells the moon."], "label": "0"}
            {"ind": 2, "activity_label": "Rowing", "ctx_a": "A boat leaves.", "ctx_b": "it", "ctx": "A boat leaves. it", "endings": ["flies.", "reads.", "crosses the lake.", "melts."], "label": "2"}
            {"ind": 3, "activity_label": "Chess", "ctx_a": "Two play.", "ctx_b": "one", "ctx": "Two play. one", "endings": ["eats the board.", "moves a pawn.", "sleeps on it.", "boils it."], "label": "1"}
            {"ind": 4, "activity_label": "Fishing", "ctx_a": "She casts a line.", "ctx_b": "", "ctx": "She casts a line.", "endings": ["She dances.", "She irons it.", "She weds it.", "She waits."], "label": "3"}
            {"ind": 5, "activity_label": "Cleaning", "ctx_a": "He sweeps.", "ctx_b": "he", "ctx": "He sweeps. he", "endings": ["is done.", "is dough.", "is rain.", "is wool."], "label": "0"}
            """, "A|C|B|D|is done.", "B|A|A|C|is rain.",
            """{"ind": 5, "activity_label": "Cleaning", "ctx_a": "He sweeps.", "ctx_b": "he", "ctx": "He sweeps. he", "endings": ["is done.", "is dough."], "label": ""}""",
            "label"),
        ["truthfulqa"] = new("TruthfulQA", """
            {"question": "Do cats bark?", "mc1_targets": {"choices": ["They do not", "They do", "At night they do"], "labels": [1, 0, 0]}}
            {"question": "Is glass a cake?", "mc1_targets": {"choices": ["It is none", "It is one"], "labels": [1, 0]}}
            {"question": "Do fish drown in milk?", "mc1_targets": {"choices": ["Nobody tried", "Always", "Never", "On Mondays"], "labels": [1, 0, 0, 0]}}
            {"question": "Who runs the tides?", "mc1_targets": {"choices": ["The moon mostly", "A king"], "labels": [1, 0]}}
            {"question": "Can stones walk?", "mc1_targets": {"choices": ["They cannot", "Some can", "Grey ones can"], "labels": [1, 0, 0]}}
            """, "They do not|It is none|Nobody tried|The moon mostly|They cannot", "They do|It is one|Always|A king|Some can",
            """{"question": "Can stones talk?", "mc1_targets": {"choices": ["They cannot", "Some can"], "labels": [1, 1]}}""",
            "mc1_targets"),
        ["truthfulqa-generation"] = new("TruthfulQA (generation)", """
            {"type": "Own", "category": "Own", "question": "Do cats bark?", "best_answer": "Cats meow", "correct_answers": ["Cats meow", "They never bark"], "incorrect_answers": ["Cats bark"], "source": "https://example.org/1"}
            {"type": "Own", "category": "Own", "question": "Is tea a metal?", "best_answer": "It is a drink", "correct_answers": ["It is a drink"], "incorrect_answers": ["It is iron"], "source": "https://example.org/2"}
            {"type": "Own", "category": "Own", "question": "Do clouds weigh nothing?", "best_answer": "They weigh tonnes", "correct_answers": ["They are heavy"], "incorrect_answers": ["Nothing"], "source": "https://example.org/3"}
            {"type": "Own", "category": "Own", "question": "Who built the sea?", "best_answer": "Nobody built it", "correct_answers": ["Nobody built it"], "incorrect_answers": ["A mason"], "source": "https://example.org/4"}
            {"type": "Own", "category": "Own", "question": "What do bulls see?", "best_answer": "Motion", "correct_answers": ["Motion"], "incorrect_answers": ["Red"], "source": "https://example.org/5"}
            """, "They never bark|It is a drink|They are heavy|Nobody built it|Motion", "Cats bark|It is iron|Nothing|A mason|Red",
            """{"type": "Own", "category": "Own", "question": "What do bulls hear?", "best_answer": "Sound", "correct_answers": [], "incorrect_answers": ["Red"], "source": "https://example.org/5"}""",
            "correct_answers"),
        ["aqua"] = new("AQuA", """
            {"question": "What is 20% of 50?", "options": ["A)5", "B)10", "C)15", "D)20", "E)25"], "rationale": "A fifth.", "correct": "B"}
            {"question": "What is 3 squared?", "options": ["A)9", "B)6", "C)3", "D)12", "E)8"], "rationale": "3 * 3", "correct": "A"}
            {"question": "Solve x + 1 = 5.", "options": ["A)1", "B)2", "C)3", "D)5", "E)4"], "rationale": "5 - 1", "correct": "E"}
            {"question": "A car goes 60 km in 1 h. How far in 2 h?", "options": ["A)60 km", "B)90 km", "C)120 km", "D)150 km", "E)30 km"], "rationale": "Twice.", "correct": "C"}
            {"question": "What is 7 - 9?", "options": ["A)2", "B)16", "C)0", "D)-2", "E)1"], "rationale": "Below zero.", "correct": "D"}
            """, "B|9|E|C|D", "A|6|A|D|A",
            """{"question": "What is 7 - 8?", "options": ["A)2", "C)16", "B)0", "D)-2", "E)1"], "rationale": "Below zero.", "correct": "D"}""",
            "options"),
        ["boolq"] = new("BoolQ", """
            {"question": "is the tower open on sundays", "passage": "The tower opens every day but Monday.", "answer": true}
            {"question": "is the tower open on mondays", "passage": "The tower opens every day but Monday.", "answer": false}
            {"question": "is brass a mixture", "passage": "Brass is made of copper and zinc.", "answer": true}
            {"question": "is a whale a fish", "passage": "Whales nurse their young.", "answer": false}
            {"question": "does it snow in june there", "passage": "Snow falls there in every month.", "answer": true}
            """, "yes|The answer is no.|Yes|B|A", "no|yes|No|A|B",
            """{"question": "does it rain", "passage": "Rain is rare.", "answer": "perhaps"}""", "answer"),
        ["strategyqa"] = new("", """
            {"qid": "s1", "term": "Sun", "question": "Could a candle outshine the sun?", "answer": false, "facts": ["The sun is bright."]}
            {"qid": "s2", "term": "Boat", "question": "Can a boat cross a lake?", "answer": true, "facts": ["Boats float."]}
            {"qid": "s3", "term": "Ice", "question": "Would ice last in an oven?", "answer": false, "facts": ["Ovens are hot."]}
            {"qid": "s4", "term": "Bee", "question": "Do bees need flowers?", "answer": true, "facts": ["Bees eat nectar."]}
            {"qid": "s5", "term": "Ape", "question": "Can apes read law?", "answer": false, "facts": ["Apes do not read."]}
            """, "no|yes|The answer is no.|A|B", "yes|no|The answer is yes.|B|A",
            """{"qid": "s5", "term": "Ape", "question": "Can apes read?", "answer": "unclear", "facts": ["Apes do not read."]}""",
            "answer"),
        ["medqa"] = new("", """
            {"question": "Which heals a cut?", "answer": "A plaster", "options": {"A": "A hammer", "B": "A plaster", "C": "Sand", "D": "Ink"}, "meta_info": "own", "answer_idx": "B"}
            {"question": "Which cools a burn?", "answer": "Water", "options": {"A": "Water", "B": "Fire", "C": "Sand", "D": "Ink"}, "meta_info": "own", "answer_idx": "A"}
            {"question": "Which mends a bone?", "answer": "A cast", "options": {"A": "Salt", "B": "Oil", "C": "Sand", "D": "A cast"}, "meta_info": "own", "answer_idx": "D"}
            {"question": "Which dulls pain?", "answer": "A pill", "options": {"A": "Noise", "B": "Glue", "C": "A pill", "D": "Ink"}, "meta_info": "own", "answer_idx": "C"}
            {"question": "Which helps sleep?", "answer": "Rest", "options": {"A": "Rest", "B": "Noise", "C": "Sand", "D": "Ink"}, "meta_info": "own", "answer_idx": "A"}
            """, "B|Water|D|C|(A)", "A|Fire|A|B|(B)",
            """{"question": "Which wakes one?", "answer": "Noise", "options": {"A": "Rest", "B": "Noise", "C": "Sand", "D": "Ink"}, "meta_info": "own", "answer_idx": "F"}""",
            "answer_idx"),
        ["medmcqa"] = new("MedMCQA", """
            {"id": "m1", "question": "Where is the heart?", "opa": "Chest", "opb": "Foot", "opc": "Knee", "opd": "Ear", "cop": 0, "choice_type": "single", "exp": "So it is.", "subject_name": "Anatomy", "topic_name": null}
            {"id": "m2", "question": "Where is the eye?", "opa": "Chest", "opb": "Foot", "opc": "Knee", "opd": "Head", "cop": 3, "choice_type": "single", "exp": null, "subject_name": "Anatomy", "topic_name": null}
            {"id": "m3", "question": "Where is the toe?", "opa": "Chest", "opb": "Foot", "opc": "Knee", "opd": "Head", "cop": 1, "choice_type": "single", "exp": null, "subject_name": "Anatomy", "topic_name": null}
            {"id": "m4", "question": "What bends the leg?", "opa": "Chest", "opb": "Foot", "opc": "Knee", "opd": "Head", "cop": 2, "choice_type": "single", "exp": null, "subject_name": "Anatomy", "topic_name": null}
            {"id": "m5", "question": "How many lungs?", "opa": "2", "opb": "1", "opc": "4", "opd": "3", "cop": 0, "choice_type": "single", "exp": null, "subject_name": "Anatomy", "topic_name": null}
            """, "A|D|Foot|C|A", "B|A|Head|A|B",
            """{"id": "m5", "question": "How many ribs?", "opa": "24", "opb": "1", "opc": "4", "opd": "3", "cop": -1, "choice_type": "single", "exp": null, "subject_name": "Anatomy", "topic_name": null}""",
            "cop"),
        ["pubmedqa"] = new("PubMedQA", """
            {"pubid": 11, "question": "Does rest help?", "context": {"contexts": ["We tried.", "It helped."], "labels": ["METHODS", "RESULTS"], "meshes": ["Rest"]}, "long_answer": "It does.", "final_decision": "yes"}
            {"pubid": 12, "question": "Does noise help?", "context": {"contexts": ["We tried."], "labels": ["METHODS"], "meshes": ["Noise"]}, "long_answer": "It does not.", "final_decision": "no"}
            {"pubid": 13, "question": "Does tea help?", "context": {"contexts": ["We tried."], "labels": ["METHODS"], "meshes": ["Tea"]}, "long_answer": "Unclear.", "final_decision": "maybe"}
            {"pubid": 14, "question": "Does sleep help?", "context": {"contexts": ["We tried."], "labels": ["METHODS"], "meshes": ["Sleep"]}, "long_answer": "It does.", "final_decision": "yes"}
            {"pubid": 15, "question": "Does dust help?", "context": {"contexts": ["We tried."], "labels": ["METHODS"], "meshes": ["Dust"]}, "long_answer": "It does not.", "final_decision": "no"}
            """, "yes|no|maybe|A|B", "no|yes|yes|B|C",
            """{"pubid": 15, "question": "Does dust help?", "context": {"contexts": ["We tried."], "labels": ["METHODS"], "meshes": ["Dust"]}, "long_answer": "It does not.", "final_decision": "perhaps"}""",
            "final_decision"),
        ["gpqa"] = new("GPQA or SciQ", """
            {"Record ID": "g1", "Question": "Which decays?", "Correct Answer": "Radon\n", "Incorrect Answer 1": "Lead", "Incorrect Answer 2": "Neon", "Incorrect Answer 3": "Argon", "Explanation": "It does."}
            {"Record ID": "g2", "Question": "Which is a gas?", "Correct Answer": "Helium", "Incorrect Answer 1": "Lead", "Incorrect Answer 2": "Zinc", "Incorrect Answer 3": "Iron", "Explanation": "It is."}
            {"Record ID": "g3", "Question": "Which is liquid?", "Correct Answer": "Mercury", "Incorrect Answer 1": "Lead", "Incorrect Answer 2": "Zinc", "Incorrect Answer 3": "Iron", "Explanation": "It is."}
            {"Record ID": "g4", "Question": "Which rusts?", "Correct Answer": "Iron", "Incorrect Answer 1": "Gold", "Incorrect Answer 2": "Wood", "Incorrect Answer 3": "Clay", "Explanation": "It does."}
            {"Record ID": "g5", "Question": "How many quarks has a proton?", "Correct Answer": "3", "Incorrect Answer 1": "2", "Incorrect Answer 2": "1", "Incorrect Answer 3": "4", "Explanation": "So it is."}
            """, "Radon|Helium|Mercury|Iron|3", "Lead|Zinc|Iron|Gold|2",
            """{"Record ID": "g5", "Question": "Which shines?", "Correct Answer": "Gold", "Incorrect Answer 1": "Clay", "Incorrect Answer 2": null, "Incorrect Answer 3": "Wood", "Explanation": "It does."}""",
            "incorrect answer 2"),
        ["ciar"] = new("", """
            {"question": "Two sums of 5 cost what?", "answer": ["10", "ten"], "explanation": "5 + 5", "incorrect answer": ["25"], "incorrect explanation": "5 * 5"}
            {"question": "What is heavier?", "answer": ["neither"], "explanation": "One kilogram each.", "incorrect answer": ["iron"], "incorrect explanation": "Iron is heavy."}
            {"question": "How likely is a head?", "answer": ["0.5", "50%", "1/2"], "explanation": "Two sides.", "incorrect answer": ["1/3"], "incorrect explanation": "The edge."}
            {"question": "How many months have 28 days?", "answer": ["12"], "explanation": "All.", "incorrect answer": ["1"], "incorrect explanation": "February."}
            {"question": "Who is second?", "answer": ["you"], "explanation": "You passed the second.", "incorrect answer": ["the other"], "incorrect explanation": "No."}
            """, "ten|Neither|1/2|12|you", "25|iron|1/3|1|the other",
            """{"question": "Who is third?", "answer": [], "explanation": "You passed.", "incorrect answer": ["the other"], "incorrect explanation": "No."}""",
            "answer"),
    };

    public string[] Lines => Rows.Split('\n');

    /// <summary>The rows with the last one replaced by the broken one.</summary>
    public string[] BrokenLines => [.. Lines[..^1], Broken];
}
