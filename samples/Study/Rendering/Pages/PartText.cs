namespace Study.Rendering.Pages;

/// <summary>What a part of the study is about.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="About">What it asks.</param>
/// <param name="IsTuning">Whether it chooses something on the validation images: then the test images are nothing to look at.</param>
internal sealed record PartText(string Title, string About, bool IsTuning = false)
{
    public const string Main =
        "a", Assistants = "b", Rivals = "c", Variants = "d", Scarce = "e", Short = "f", Residual = "g", Paper = "paper",
        Ideas = "ideas", Family = "family", Networks = "networks", Widths = "widths";

    public static PartText Of(string part) => part switch
    {
        "rate" => new(
            "Learning rates",
            "The learning rate of each kind of arm, and what of its budget is for the phase in which levels shrink, chosen on the " +
            "validation images, with seeds of their own.",
            IsTuning: true),
        "form" => new(
            "The form of the hierarchy", "What the default recipe was chosen from, on the validation images, with seeds of their own.",
            IsTuning: true),
        Main => new(
            "The recipes and the strongest rival",
            "Our recipes, the paper's, and the strongest way without a hierarchy, at two sizes of the student."),
        Assistants =>
            new("Number and place of assistants", "The default recipe with other chains, the student's multiply-adds held fixed."),
        Rivals => new("The other rivals", "What can be done without a hierarchy."),
        Variants => new("The default recipe with one thing changed", "One factor at a time around the default."),
        Scarce => new("Scarce data", "A tenth of the training images to prune with, the same original."),
        Short => new("A short budget", "A quarter of the budget: what a student inherits counts for more."),
        Residual => new(
            "A residual network on CIFAR-10",
            "The published weights of ResNet-20, trained on until they know these images, which have been saved as JPEG " +
            "before; residual channels are pruned too."),
        "quick" => new("A quick look", "One seed of a few arms: it shows that all works, and nothing about small differences."),
        Paper => new(
            "Full data, long schedules",
            "The recipes and the strongest rival on a whole data set, for a GPU. The experiments of the paper itself are " +
            "[samples/Recipes](../../samples/Recipes/README.md)."),
        Ideas => new(
            "Cheap ideas",
            "Ideas of others, each against the recipe that it changes, with the same budget. Differences to the recipe are of equal " +
            "seeds; the validation images judge."),
        Family => new(
            "Three sizes",
            "Three networks, with 50, 25 and 10 % of the multiply-adds: from one run, in turn, and each by itself, at the same total of " +
            "multiply-adds."),
        Networks => new(
            "The published networks at a CPU's size",
            "ResNet-56 with half of its multiply-adds, and VGG16 at half width without 80, 60 and 30 % of its filters, on CIFAR-10 whose " +
            "images have been saved as JPEG before."),
        Widths => new(
            "Widths by time",
            "The recipe with the pruner's widths, and with those for which the layers take least time on the machine that trained. " +
            "Differences are of equal seeds; the validation images judge."),
        _ => new($"Part {part}", ""),
    };
}
