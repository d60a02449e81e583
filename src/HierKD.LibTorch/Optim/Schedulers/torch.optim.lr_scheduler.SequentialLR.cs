namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Hands over from one scheduler to the next at certain epochs.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;
                    private readonly int[] milestones;

                    public SequentialLR(
                        Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1, false)
                    {
                        this.schedulers = schedulers.ToArray();
                        this.milestones = milestones.ToArray();
                        if (this.schedulers.Any(scheduler => scheduler._optimizer != optimizer))
                        {
                            throw new ArgumentException("All schedulers of a sequence control the sequence's optimizer.");
                        }

                        if (this.milestones.Length != this.schedulers.Length - 1)
                        {
                            throw new ArgumentException(
                                $"Between {this.schedulers.Length} schedulers are {this.schedulers.Length - 1} milestones, not {this.milestones.Length}.");
                        }

                        // Creating the schedulers has stepped each of them, and with it the rates.
                        foreach (var group in optimizer.ParamGroups)
                        {
                            group.LearningRate = group.InitialLearningRate;
                        }

                        foreach (var scheduler in this.schedulers)
                        {
                            scheduler._last_epoch--;
                        }

                        this.schedulers[0].step();
                        _last_lrs = this.schedulers[0]._last_lrs;
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var active = milestones.Length;
                        while (active > 0 && milestones[active - 1] > _last_epoch)
                        {
                            active--;
                        }

                        if (active > 0 && milestones[active - 1] == _last_epoch)
                        {
                            schedulers[active].step(0);
                        }
                        else
                        {
                            schedulers[active].step();
                        }

                        return Scaled(1);
                    }
                }
            }
        }
    }
}
