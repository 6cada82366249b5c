package io.plumbline.steering;

/** What users a load is to have in a window of time. */
public sealed interface Orders {

    /** Users at even distances, so many a second; none if that is 0. */
    record Steady(double usersPerSecond) implements Orders {}

    /** Users who all begin with the window. */
    record AtOnce(int users) implements Orders {}

    /** No more, in this window and after it: the load is over. */
    record Over() implements Orders {}
}
