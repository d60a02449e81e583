namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rates by a factor at certain epochs.</summary>
                public class MultiStepLR : LRScheduler
                {
                    private readonly IList<int> milestones;
                    private readonly double gamma;

                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        this.milestones = milestones;
                        this.gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        Scaled(milestones.Contains(_last_epoch) ? gamma : 1);

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromInitial(Math.Pow(gamma, milestones.Distinct().Count(milestone => milestone <= _last_epoch)));
                }
            }
        }
    }
}
