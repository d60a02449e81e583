using HierKD.Samples;

namespace HierKD.Tests.Samples;

/// <summary>The command lines of the samples: what is left out has its default, what cannot be right is refused in a sentence.</summary>
public sealed class SampleCommandLineTests
{
    [Fact]
    public void The_own_loop_has_defaults_and_takes_what_is_given()
    {
        OwnTrainingLoop.Settings? told = null;
        var root = OwnTrainingLoop.CommandLine.Create(settings => { told = settings; return 7; });
        Assert.Equal(7, root.Parse(["--seed", "3", "--ratio", "0.75", "--report", "r.md"]).Invoke());
        Assert.Equal(
            (3, 0.75, "r.md", 4, "cpu", FashionMnist.Bundled),
            (told!.Seed, told.Ratio, told.Report, told.Patience, told.Device, told.Data));
        Assert.Equal((MemoryFormat.Fastest, ComputePrecision.Fastest), (told.Computing.Format, told.Computing.Precision));
        root.Parse(["--compute", "as-given"]).Invoke();
        Assert.Equal((MemoryFormat.AsGiven, ComputePrecision.AsGiven), (told.Computing.Format, told.Computing.Precision));
        Assert.Equal(Path.Combine("artifacts", "own-training-loop", "loop.checkpoint"), told.Checkpoint);
    }

    [Fact]
    public void The_criteria_are_all_unless_some_are_named()
    {
        CustomSaliency.Settings? told = null;
        var root = CustomSaliency.CommandLine.Create(settings => { told = settings; return 0; });
        root.Parse([]).Invoke();
        Assert.Equal(["default", "path-norm", "read-variation", "random"], told!.Criteria);
        root.Parse(["--criteria", "random", "default", "--seeds", "5"]).Invoke();
        Assert.Equal((5, "random default"), (told.Seeds, string.Join(' ', told.Criteria)));
    }

    [Fact]
    public void ImageNet_s_verbs_hear_of_common_and_own_options()
    {
        ImageNetResNet50.EvaluationSettings? evaluated = null;
        ImageNetResNet50.PruningSettings? pruned = null;
        var root = ImageNetResNet50.CommandLine
            .Create(settings => { evaluated = settings; return 0; }, settings => { pruned = settings; return 0; });
        root.Parse(["evaluate", "--data", "images", "--student", "small.hierkd", "--size", "96"]).Invoke();
        Assert.Equal(("images", "small.hierkd", 96, null), (evaluated!.Data, evaluated.Student, evaluated.Side, evaluated.Weights));
        root.Parse(["prune", "--smoke", "--ratio", "0.3", "--checkpoint", "c", "--original-epochs", "2"]).Invoke();
        Assert.Equal((true, 0.3), (pruned!.Smoke, pruned.Ratio));
        // A trained original is found again by its like alone.
        var first = pruned.OriginalFile;
        Assert.Matches(@"^c\.original-[0-9A-F]{8}\.safetensors$", first);
        root.Parse(["prune", "--smoke", "--ratio", "0.4", "--checkpoint", "c", "--original-epochs", "2"]).Invoke();
        Assert.Equal(first, pruned.OriginalFile);
        root.Parse(["prune", "--smoke", "--size", "96", "--checkpoint", "c", "--original-epochs", "2"]).Invoke();
        Assert.NotEqual(first, pruned.OriginalFile);
    }

    [Theory]
    [InlineData("--seed is -1; it must be at least 0.", "own", "--seed", "-1")]
    [InlineData("--ratio is 1; it must be in (0, 1).", "own", "--ratio", "1")]
    [InlineData("--ratio is NaN; it must be in (0, 1).", "own", "--ratio", "NaN")]
    [InlineData("--patience is 0; it must be at least 1.", "own", "--patience", "0")]
    [InlineData("Argument 'tpu' not recognized", "own", "--device", "tpu")]
    [InlineData("Argument 'slowest' not recognized", "own", "--compute", "slowest")]
    [InlineData("Argument 'magic' not recognized", "criteria", "--criteria", "magic")]
    [InlineData("There is no data: give the folder with train and val by --data, or --smoke to make some up.", "imagenet", "prune")]
    [InlineData("Give the network by --weights or by --student.", "imagenet", "evaluate", "--data", "images")]
    [InlineData(
        "Give the network by --weights or by --student.", "imagenet", "evaluate", "--data", "images", "--weights", "a", "--student", "b")]
    [InlineData("--size is 8; it must be at least 32.", "imagenet", "prune", "--smoke", "--size", "8")]
    public void Mistakes_are_told(string message, string sample, params string[] arguments)
    {
        var root = sample switch
        {
            "own" => OwnTrainingLoop.CommandLine.Create(_ => 0),
            "criteria" => CustomSaliency.CommandLine.Create(_ => 0),
            _ => ImageNetResNet50.CommandLine.Create(_ => 0, _ => 0),
        };
        Assert.Contains(root.Parse(arguments).Errors, e => e.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_loop_without_an_epoch_at_its_final_size_is_refused()
    {
        var settings =
            new OwnTrainingLoop.Settings(
                "", 1, 0.6, 1, 1, ShrinkEpochs: 3, MaxEpochs: 3, 4, 0.05, 1, Computing.Named("fastest"), "cpu", "work", "out", "out.html");
        var failure = Assert.Throws<ArgumentException>(() => settings.Prepare());
        Assert.Contains("--max-epochs is 3 and --shrink-epochs 3", failure.Message, StringComparison.Ordinal);
    }
}
