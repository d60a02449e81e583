// A recipe, from top to bottom: a training loop of one's own around HierKD's session. Optimizer, learning-rate scheduler, early stopping,
// checkpoints and Ctrl+C are the loop's; the session does what is left: every level forward and backward, the scores, the masks. It leaves
// out what HierarchicalPruner.Run adds: fine-tuning of the student alone under the ladder of teachers.
using System.Diagnostics;
using HierKD;
using HierKD.Models;
using HierKD.Samples;
using OwnTrainingLoop;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

const int MaskInterval = 10;       // steps between two choices of filters while levels shrink
const int ScoringBatches = 20;     // batches that score filters where there are no scores yet
const int StatisticsBatches = 20;  // batches that the student's normalisation statistics are estimated from

return SampleProgram.Run(CommandLine.Create(Run), args);

static int Run(Settings settings)
{
    var watch = Stopwatch.StartNew();
    var device = settings.Prepare();
    using var interruption = new Interruption();

    // 1. Data, and a trained network. In a project of your own these are what you have.
    using var images = FashionMnist.Load(settings.Data, settings.Seed, device);
    var train = images.Train(settings.Seed);
    AnsiConsole.WriteLine($"Fashion-MNIST: {images.Sizes}.");
    manual_seed(settings.Seed);
    using var model = VggBn.FashionMnist();
    model.to(device);
    var originalFile = settings.Original($"{train.Samples}images");
    Teacher.TrainOnce(model, originalFile, progress => Teacher.Train(
        model, images.Train(settings.Seed), images.Validation, settings.OriginalEpochs, learningRate: 0.05, progress, interruption.Token));
    var before = Answers.Of(model, images.Test);
    AnsiConsole.WriteLine($"The original is there ({watch.Minutes()}).");

    // 2. The session: the student and an assistant inside the model. Between its calls the model is exactly what it was.
    using var session = HierarchicalPruner.Start(model, images.ExampleInput, new()
    {
        Chain = TeacherChain.Default(settings.Ratio, settings.Assistants),
        // Whatever is fastest here, unless --compute says otherwise.
        MemoryFormat = settings.Computing.Format,
        Precision = settings.Computing.Precision,
    });
    AnsiConsole.WriteLine($"{session.Graph.Groups.Count} groups with {session.Graph.Filters} filters that can go.");
    foreach (var kept in session.Graph.Locks) Console.WriteLine($"  {kept}.");

    // 3. What belongs to the loop: any optimizer on the session's parameters, any scheduler on the optimizer.
    using var optimizer = optim.SGD(session.Parameters(), settings.LearningRate, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
    session.RequireTrains(optimizer);
    var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, mode: "max", factor: 0.3, patience: 1);
    var stopping = new EarlyStopping(settings.Patience);
    List<double> history = [];

    // 4. An interrupted loop goes on as if nothing had happened, bit for bit. Scheduler and early stopping know nothing but the accuracies
    // so far, so they hear of them again.
    var course = settings.Course(images.Sizes);
    if (LoopNotes.Find(settings.Checkpoint, course) is { } notes)
    {
        foreach (var accuracy in notes.History) Judge(accuracy);
        SessionCheckpoint.Restore(settings.Checkpoint, session, optimizer);
        AnsiConsole.WriteLine($"Going on after epoch {history.Count}.");
    }
    else
    {
        // The first masks need scores: the original's own, before anything is trained.
        foreach (var (x, y) in train.Epoch(0).Take(ScoringBatches)) session.ScoreOriginal(x, y);
    }

    // 5. The loop.
    ProgressView.Show(progress =>
    {
        while (history.Count < settings.MaxEpochs && !stopping.IsDue)
        {
            var epoch = history.Count;
            var shrinks = epoch < settings.ShrinkEpochs;
            var step = 0;
            foreach (var (x, y) in train.Epoch(epoch))
            {
                if (interruption.Token.IsCancellationRequested)
                {
                    throw new OperationCanceledException(
                        $"Interrupted. Start it again with the same options, and it goes on after epoch {epoch}.");
                }
                using var scope = NewDisposeScope();
                if (shrinks && step % MaskInterval == 0)
                {
                    session.UpdateMasks(Shrunk((epoch + (double)step / train.Count) / settings.ShrinkEpochs));
                }
                session.ZeroGrad();
                var losses = session.Backward(x, y, score: shrinks);
                optimizer.step();
                progress.Step("own loop", epoch + 1, settings.MaxEpochs, ++step, train.Count, losses[0].Total);
            }
            // The last choice, at the full ratio; from here on the masks stay.
            if (epoch == settings.ShrinkEpochs - 1) session.UpdateMasks();

            // Moving averages lag behind weights and masks; these are the statistics of now, and they depend on weights and masks alone.
            session.Recalibrate(session.Student, train.Epoch(0).Take(StatisticsBatches));
            var accuracy = session.Evaluate(session.Student, images.Validation);
            var rate = optimizer.ParamGroups.First().LearningRate;
            var isBest = Judge(accuracy);
            if (isBest) SessionCheckpoint.Save(settings.Best, session);
            SessionCheckpoint.Save(settings.Checkpoint, session, optimizer, new LoopNotes(course, history).Written());
            progress.EndEpoch(
                "own loop", epoch + 1, settings.MaxEpochs,
                $"validation student {100 * accuracy:0.0} % with {session.Student.Mask.Kept} filters, learning rate " +
                $"{rate:0.0###}{(isBest ? ", best so far" : "")}");
        }
        progress.EndPhase("own loop");
    });
    AnsiConsole.WriteLine(stopping.IsDue
        ? $"Stopped early: no better accuracy in {settings.Patience} epochs."
        : $"All {settings.MaxEpochs} epochs are done.");

    // 6. Back to the best epoch. The report measures every level as it is there.
    SessionCheckpoint.Restore(settings.Best, session);
    foreach (var level in session.Levels) session.Recalibrate(level, train.Epoch(0).Take(StatisticsBatches));
    var report = PruningReport.Of(session, images.ExampleInput, images.Validation, new()
    {
        History = history.Select((accuracy, i) => i < settings.ShrinkEpochs
            ? Entry(PruningPhase.Joint, i, accuracy)
            : Entry(PruningPhase.FixedMasks, i - settings.ShrinkEpochs, accuracy)).ToArray(),
        Settings = [
            new("Loop", course), new("Loop.Optimizer", "SGD, Nesterov momentum 0.9, weight decay 0.0004"),
            new("Loop.Patience", $"{settings.Patience}")
        ],
    });
    report.SaveHtml(settings.Report);

    // 7. The student is the model: the same object, with smaller tensors.
    var mask = session.Finish(session.Student);
    SlimModel.Save(settings.Output, model, mask);
    using var reloaded = SlimModel.Load(settings.Output, VggBn.FashionMnist);
    reloaded.to(device);

    // 8. Is it worth it, and is what was loaded what was saved?
    var after = Answers.Of(model, images.Test);
    AnsiConsole.Write(LevelTable.Of(report, before.Accuracy, after.Accuracy));
    AnsiConsole.WriteLine(LevelTable.Summary(report));
    var same = after.Bits.AsSpan().SequenceEqual(Answers.Of(reloaded, images.Test).Bits);
    AnsiConsole.WriteLine(
        $"Saved to {settings.Output}. The reloaded network's outputs on the test set are " +
        $"{(same ? "the same, bit for bit" : "DIFFERENT")}.");
    AnsiConsole.WriteLine($"The report is in {settings.Report}.");
    AnsiConsole.WriteLine($"Took {watch.Minutes()} (threads: {settings.Threads}).");
    File.Delete(settings.Checkpoint);
    File.Delete(settings.Best);
    return same ? 0 : 1;

    // Tells scheduler and early stopping of an epoch. Students that are still too large say nothing about the one that is wanted.
    bool Judge(double accuracy)
    {
        history.Add(accuracy);
        if (history.Count < settings.ShrinkEpochs) return false;
        scheduler.step(accuracy);
        return stopping.IsBest(accuracy);
    }
}

// Fast while there is much to spare, slow towards the end.
static double Shrunk(double progress) => 1 - Math.Pow(1 - progress, 3);

static EpochReport Entry(PruningPhase phase, int index, double accuracy) => new(phase, index + 1, [new("student", accuracy)]);
